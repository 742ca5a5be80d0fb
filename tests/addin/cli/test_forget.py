"""`kpi forget`, the copies that were made before it, and what comes back from them."""

import pytest

from tests.command import kpi, refused

MAIL = "ana@firm.example"
LEADS = f"e-mail,date the lead was created,source\n{MAIL},2025-03-10,LinkedIn Ads\nbob@firm.example,2025-03-10,X\n"


@pytest.fixture(name="folder")
def _folder(tmp_path):
    """A workspace of two people, in a folder that others may enter."""
    folder = tmp_path / "w"
    folder.mkdir(mode=0o755)
    (tmp_path / "leads.csv").write_text(LEADS, encoding="utf-8")
    kpi("import", tmp_path / "leads.csv", folder=folder)
    return folder


def test_nobody_of_that_name(folder):
    """
    An address that nobody has ends with exit 2 and a sentence that says so.
    """
    said = refused("forget", "nobody@firm.example", folder=folder, lang="fr")

    assert "Personne n’est connu ici" in said
    assert "nobody@firm.example" in said
    assert 1 == said.count("\n")


def test_copies_are_named_and_a_restore_forgets_again(folder, tmp_path):
    """
    `forget` names the copies that still hold the person; put back, they hold them no more.
    """
    copy = tmp_path / "copy.duckdb"
    kpi("backup", copy, folder=folder)

    said = kpi("forget", MAIL, folder=folder, lang="fr").stdout
    back = kpi("restore", copy, folder=folder, lang="fr").stdout

    assert "Effacé de 1 ligne." in said
    assert str(copy) in said
    assert "oubliées de nouveau" in back
    assert MAIL.encode() in copy.read_bytes()
    assert MAIL.encode() not in (folder / "workspace.duckdb").read_bytes()
    assert "a déjà été oublié" in refused("forget", MAIL, folder=folder, lang="fr")


def test_a_folder_without_the_list_says_so(folder, tmp_path):
    """
    Restored where nobody's request is known, a backup may bring people back: that is said.
    """
    copy = tmp_path / "copy.duckdb"
    kpi("backup", copy, folder=folder)
    kpi("forget", MAIL, folder=folder)

    ran = kpi("restore", copy, folder=tmp_path / "elsewhere", lang="fr")

    assert "pas de liste des personnes oubliées" in ran.stderr


def test_without_a_known_copy_it_says_where_one_may_be(folder):
    """
    Copies that were made otherwise are out of reach, and `forget` says it.
    """
    said = kpi("forget", MAIL, folder=folder).stdout

    assert "Erased from 1 row." in said
    assert "one made otherwise still holds this person" in said


def test_again_is_an_option_of_import(folder, tmp_path):
    """
    The next export is sifted, and `--again` lets in who consents.
    """
    kpi("forget", MAIL, folder=folder)

    sifted = kpi("import", tmp_path / "leads.csv", folder=folder, lang="fr").stdout
    again = kpi("import", "--again", tmp_path / "leads.csv", folder=folder, lang="fr").stdout

    assert "1 ligne concernait une personne qui a demandé l’oubli" in sifted
    assert "1 adresse ou identifiant à oublier est de nouveau connu" in again


def test_what_is_written_is_for_its_owner(folder, tmp_path):
    """
    In a folder that others may enter, they can read none of the workspace's files.
    """
    kpi("backup", tmp_path / "copy.duckdb", folder=folder)
    kpi("forget", MAIL, folder=folder)

    written = [tmp_path / "copy.duckdb", *folder.iterdir()]

    assert 4 <= len(written)
    assert {0} == {path.stat().st_mode & 0o077 for path in written}

"""A forgotten person is nowhere in the file, nor in a backup that comes back."""

import pytest

from kpi_core.errors import Kind, KpiError
from kpi_core.importing.outcome import Rejected
from kpi_core.text import Text
from kpi_core.workspace import audit, safekeeping
from kpi_core.workspace.forgotten import Forgotten
from kpi_core.workspace.store import FILE
from tests.kpi_core.workspace.filled import Filled, lead

NAME, MAIL = "Zdenka Quixote", "zdenka.quixote@firm.example"
URL = "https://www.linkedin.com/in/zdenka-quixote"


@pytest.fixture(name="known")
def _known(made):
    """A workspace that knows a person in every way it can."""
    refused = [
        Rejected(3, "Date", {"Mail": MAIL}, Kind.TYPE, Text(en="no date", fr="pas de date")),
        Rejected(4, "Date", {"Name": NAME}, Kind.TYPE, Text(en="no date", fr="pas de date")),
        Rejected(5, "Date", {"Url": URL}, Kind.TYPE, Text(en="no date", fr="pas de date")),
        Rejected(6, "Date", {"Mail": "bob@firm.example"}, Kind.TYPE, Text(en="no", fr="non")),
    ]
    person = lead(
        MAIL.upper(), name=NAME, linkedin_url=URL, external_id="zq-77", mql_on="2025-04-01",
        role="Chief Windmill Officer",
    )  # fmt: skip
    made.add("leads", person, lead("bob@firm.example"), system="hubspot.contacts", rejected=refused)
    made.add("leads", person | {"company": "Firm"}, system="hubspot.contacts")
    dates = {"created_on": "2025-03-20", "closed_on": "2025-04-20", "amount": 900}
    won = {"kind": "new", "state": "won", **dates}
    made.add("deals", {"deal": "D1", "lead": MAIL, **won}, system="hubspot.deals")
    made.add(
        "touchpoints",
        {"touched_on": "2025-03-01", "lead": MAIL, "source": "LinkedIn Ads", "action": "click"},
        {"touched_on": "2025-03-01", "lead": "zq-77", "source": "LinkedIn Ads", "action": "open"},
        system="hubspot.events",
    )
    made.add(
        "surveys", {"answered_on": "2025-05-01", "survey": "nps", "respondent": MAIL, "score": 9}
    )
    return made


def test_a_forgotten_person_is_nowhere_in_the_file(known):
    """
    After `kpi forget` no byte of the workspace's folder holds their name, address or identifiers.
    """
    assert safekeeping.forget(known.store, f" {MAIL.title()} ", "test") > 0
    known.close()

    for path in known.folder.iterdir():
        held = path.read_bytes().lower()
        for trace in (MAIL, "zdenka", "quixote", "zq-77", "windmill"):
            assert trace.encode() not in held, (path.name, trace)


def test_forgetting_changes_no_count(known):
    """
    The figures that the person was part of stay what they were.
    """
    kpis = ("lead_volume", "mql_count", "revenue", "new_customer_count", "nps", "lead_engagement")
    before = {kpi: known.value(kpi) for kpi in kpis}
    channels = known.grouped("revenue", "channel")

    erased = safekeeping.forget(known.store, MAIL, "test")

    assert erased > 5
    assert before == {kpi: known.value(kpi) for kpi in kpis}
    assert channels == known.grouped("revenue", "channel")


def test_a_person_who_is_only_in_the_past_is_forgotten_after_a_restore(made, target):
    """
    Somebody whom only the history of a deal or of an answer still names does not come back either.
    """
    deal = {"deal": "D1", "state": "won", "created_on": "2025-03-20", "amount": 900}
    answer = {"answered_on": "2025-05-01", "survey": "nps", "score": 9}
    made.add("deals", deal | {"lead": MAIL}, system="hubspot.deals")
    made.add("deals", deal | {"lead": "bob@firm.example"}, system="hubspot.deals")
    made.add("surveys", answer | {"respondent": "zoe.quixote@firm.example"})
    made.add("surveys", answer | {"respondent": "bob@firm.example"}, replace=True)
    safekeeping.backup(made.store, target, "test")
    safekeeping.forget(made.store, MAIL, "test")
    safekeeping.forget(made.store, "zoe.quixote@firm.example", "test")
    made.close()

    safekeeping.restore(made.folder, target).unlink()

    assert b"quixote" not in (made.folder / FILE).read_bytes()
    again = Filled(made.folder)
    assert [("bob@firm.example",)] == again.rows("SELECT lead_raw FROM deals")
    assert [("bob@firm.example",)] == again.rows("SELECT respondent FROM surveys")
    again.close()


def test_others_are_not_forgotten(known):
    """
    Only the person asked for is erased, from the rejected rows too.
    """
    safekeeping.forget(known.store, MAIL, "test")

    assert [("bob@firm.example",)] == known.rows("SELECT email FROM leads WHERE email IS NOT NULL")
    assert [(6,)] == known.rows("SELECT source_row FROM quarantine")


def test_the_journal_keeps_a_keyed_hash(known):
    """
    That somebody was forgotten can be proved to who asks by name, and read by nobody else.
    """
    safekeeping.forget(known.store, MAIL, "test")
    known.add("leads", lead(MAIL, "2025-08-01"))
    safekeeping.forget(known.store, MAIL.upper(), "test")
    safekeeping.forget(known.store, "bob@firm.example", "test")

    hashes = [
        h
        for (h,) in known.rows(
            "SELECT details->>'person' FROM audit WHERE action = 'forget' ORDER BY id"
        )
    ]
    import hashlib

    assert 2 == len(set(hashes))
    assert hashes[0] == hashes[1]
    assert hashlib.sha256(MAIL.encode()).hexdigest() not in hashes
    assert 0o600 == (known.folder / "audit.key").stat().st_mode & 0o777
    assert audit.verify(known.store.cursor())


@pytest.mark.parametrize("address", ["nobody@firm.example", MAIL])
def test_nobody_is_not_forgotten(known, address):
    """
    An address that nobody here has, or has any more, is said in words, and nothing is written.
    """
    if address == MAIL:
        safekeeping.forget(known.store, MAIL, "test")
    before = known.everything()
    listed = Forgotten.of(known.folder).people

    with pytest.raises(KpiError) as caught:
        safekeeping.forget(known.store, address, "test")

    assert Kind.NOT_FOUND is caught.value.kind
    assert address in caught.value.message.fr
    assert before == known.everything()
    assert listed == Forgotten.of(known.folder).people


def test_a_restored_backup_forgets_again(known, target):
    """
    A backup older than a request to be forgotten comes back without the person, with every count.
    """
    kpis = ("lead_volume", "mql_count", "revenue", "nps", "lead_engagement")
    before = {kpi: known.value(kpi) for kpi in kpis}
    safekeeping.backup(known.store, target, "test")
    safekeeping.forget(known.store, MAIL, "test")
    known.close()

    kept = safekeeping.restore(known.folder, target)

    kept.unlink()
    for path in known.folder.iterdir():
        held = path.read_bytes().lower()
        for trace in (MAIL, "zdenka", "quixote", "zq-77"):
            assert trace.encode() not in held, (path.name, trace)
    again = Filled(known.folder)
    assert before == {kpi: again.value(kpi) for kpi in kpis}
    assert [("bob@firm.example",)] == again.rows("SELECT email FROM leads WHERE email IS NOT NULL")
    assert [(1,)] == again.rows("SELECT count(*) FROM audit WHERE action = 'forget again'")
    assert audit.verify(again.store.cursor())
    again.close()


def test_the_list_of_the_forgotten_names_nobody(known):
    """
    Beside the workspace lie keyed hashes of a person's addresses, for their owner's eyes only.
    """
    safekeeping.forget(known.store, MAIL, "test")

    path = known.folder / "forgotten.json"
    assert 0o600 == path.stat().st_mode & 0o777
    forgotten = Forgotten.of(known.folder)
    assert forgotten.holds(MAIL.upper())
    assert forgotten.holds(URL)
    assert not forgotten.holds("bob@firm.example")
    assert {64} == {len(found) for found in forgotten.people}


def test_copies_that_still_hold_the_person_are_known(known, target):
    """
    Backups that are still there are named; one that was deleted is not.
    """
    other = target.with_name("other.duckdb")
    safekeeping.backup(known.store, target, "test")
    safekeeping.backup(known.store, other, "test")
    assert {str(target), str(other)} == set(safekeeping.backups_known(known.store))

    other.unlink()

    assert [str(target)] == safekeeping.backups_known(known.store)

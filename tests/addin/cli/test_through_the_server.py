"""While `kpi serve` owns the workspace the commands go through it, and nothing else changes."""

import signal

import pytest

from tests.addin.running import Server
from tests.command import answer, kpi, refused

SPEND = "date spent,source,product,amount spent\n2025-03-10,LinkedIn Ads,GTXPro,100.10\nsoon,LinkedIn Ads,GTX,7\n"
LEADS = "e-mail,date the lead was created,source\nana@firm.example,2025-03-10,LinkedIn Ads\n"


def tell(folder, tmp_path):
    """Run every command that asks or changes a workspace, and return all that they print."""
    for name, text in (("spend.csv", SPEND), ("leads.csv", LEADS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    printed = []

    def run(*words, code=0):
        ran = kpi(*words, folder=folder, code=code, cwd=tmp_path, lang="fr")
        printed.append((words, ran.stdout, ran.stderr))

    run("import", "spend.csv", "leads.csv", "--dry-run")
    run("import", "spend.csv", "--json")
    run("import", "leads.csv", "spend.csv")
    run("map", "product", "GTXPro", "GTX Pro")
    run("settings", "fiscal_start=4", "--json")
    run("query", "direct_cost", "--period", "2025", "--by", "product", "--json")
    run("query", "cpl", "--period", "2025", "--explain")
    run("forget", "ana@firm.example", "--json")
    for wrong in (
        ["query", "cpl", "--basis", "evnt"], ["query", "cpl", "--as-of", "x"],
        ["settings", "fiscal_start=13"], ["settings", "timezone=Mars/Base"],
        ["import", "spend.csv", "--as", "nonsense"], ["backup", "none/copy"],
    ):  # fmt: skip
        run(*wrong, code=2)
    return printed


@pytest.fixture(name="served")
def _served(tmp_path):
    folder = tmp_path / "served"
    kpi("settings", "locale=fr-FR", folder=folder)
    server = Server(folder).wait()
    yield folder
    server.stop(signal.SIGKILL)


def test_the_same_words_come_back(served, tmp_path):
    """
    Every command prints the same, to the letter, with and without a server: answers and refusals.
    """
    opened = tmp_path / "opened"
    kpi("settings", "locale=fr-FR", folder=opened)

    through, direct = tell(served, tmp_path), tell(opened, tmp_path)

    for one, other in zip(through, direct, strict=True):
        assert other == one


def test_a_backup_is_made_while_the_server_runs(served, tmp_path):
    """
    The server copies its own file, where the command was typed, and goes on serving.
    """
    kpi("backup", "copy.duckdb", folder=served, cwd=tmp_path)

    assert (tmp_path / "copy.duckdb").stat().st_size > 10_000
    assert answer("doctor", folder=served)["audit"]


def test_a_workspace_in_service_is_not_replaced(served, tmp_path):
    """
    Restoring under a running server is refused, with its address.
    """
    kpi("backup", "copy.duckdb", folder=served, cwd=tmp_path)

    said = refused("restore", "copy.duckdb", folder=served, cwd=tmp_path)

    assert "Stop the server at http://127.0.0.1:" in said


def test_another_day_is_not_asked_of_a_running_server(served, tmp_path):
    """
    `--today` is refused where the server has another day: its answer would be of that one.
    """
    words = ("query", "lead_volume", "--period", "this month")

    said = refused("--today", "2025-11-13", *words, folder=served, lang="fr")
    kpi(*words, folder=served)

    assert "il ne peut pas répondre comme si nous étions le 13/11/2025" in said

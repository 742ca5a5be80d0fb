"""The pages that people follow: each phrase of them is understood, each command of them exists."""

import configparser
import re
import shlex
from pathlib import Path

import pytest

from addin.cli.app import COMMANDS
from addin.cli.root import app
from addin.sync.alerts import destinations
from addin.sync.alerts.reading import read as read_alert
from addin.sync.schedule import read
from kpi_core.errors import KpiError
from tests.addin.test_secrets import commands
from tests.kpi_core.workspace.filled import Filled, lead, spent

DOCS = Path(__file__).parents[3] / "docs"
BOTH = ("", "fr/")


def cells(name):
    """Return the phrases of the first column of a page's tables."""
    return re.findall(r"^\| `([^`]+)` \|", (DOCS / name).read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("lang", BOTH)
def test_every_schedule_of_the_page_is_understood(lang):
    """
    What the table says can be said is what the reader reads.
    """
    phrases = cells(f"{lang}schedule.md")

    assert len(phrases) >= 10
    assert all(read(phrase, "Europe/Paris").cron for phrase in phrases)


@pytest.mark.parametrize("lang", BOTH)
def test_every_alert_of_the_page_is_understood(lang, tmp_path):
    """
    What the table says can be watched is what the reader reads, on a firm with these channels.
    """
    made = Filled(tmp_path / "w")
    made.add("spend", spent(1, "2025-03-10"), spent(1, "2025-03-10", "Google Ads"))
    made.add("leads", lead("a@a.example"))
    phrases = cells(f"{lang}alerts.md")
    refused = []
    for phrase in phrases:
        try:
            read_alert(phrase, made.core)
        except KpiError as error:
            refused.append((phrase, error.message.en))
    made.close()

    assert len(phrases) >= 9
    assert [] == refused


@pytest.mark.parametrize("lang", BOTH)
@pytest.mark.parametrize("page", ["schedule", "alerts"])
def test_every_command_of_the_pages_exists(page, lang):
    """
    Each `kpi …` is a command, and each of its options is one.
    """
    import typer

    assert COMMANDS
    text = (DOCS / f"{lang}{page}.md").read_text("utf-8")
    known = {tuple(words) for words in commands()}
    root = typer.main.get_command(app)
    said = re.findall(r"^kpi .*$", text, re.MULTILINE) + re.findall(r"`(kpi (?:sync|alerts) [^`]+)`", text)  # fmt: skip

    assert said
    for line in said:
        words = shlex.split(line)[1:]
        assert tuple(words[:2]) in known, line
        command = root.commands[words[0]].commands[words[1]]
        options = {name for p in command.params for name in p.opts}
        assert {word for word in words if word.startswith("--")} <= options | {"--json"}, line


@pytest.mark.parametrize("lang", BOTH)
def test_the_page_of_alerts_names_every_host_and_variable(lang):
    """
    Where messages may go, and how that is widened, is told.
    """
    text = (DOCS / f"{lang}alerts.md").read_text("utf-8")
    hosts = [host for listed in destinations._ALLOWED.values() for host in listed]

    assert all(f"`{name}`" in text for name in (*hosts, destinations.HOSTS, destinations.PASSWORD))


def test_the_units_say_what_the_page_says():
    """
    The service ticks this workspace, the timer looks every minute, and both are named in the guide.
    """
    service, timer = configparser.ConfigParser(strict=False), configparser.ConfigParser()
    for parser in (service, timer):
        parser.optionxform = str
    service.read(DOCS / "deploy" / "kpi-sync.service", encoding="utf-8")
    timer.read(DOCS / "deploy" / "kpi-sync.timer", encoding="utf-8")
    words = shlex.split(service["Service"]["ExecStart"])
    text = (DOCS / "schedule.md").read_text("utf-8")

    assert ["sync", "tick"] == words[1:]
    assert "kpi" == Path(words[0]).name
    assert "2" == service["Service"]["SuccessExitStatus"]
    assert "*-*-* *:*:00" == timer["Timer"]["OnCalendar"]
    assert all(f"docs/deploy/kpi-sync.{kind}" in text for kind in ("service", "timer"))

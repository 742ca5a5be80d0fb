"""How much Google grants a minute."""

import gspread
import pytest

from addin.demo.sessions import inside


def reads(google, sheet, user, times):
    """Return how many of so many reads were granted."""
    session = inside(google, user)
    address = f"https://sheets.googleapis.com/v4/spreadsheets/{sheet.id}/values/A1"
    answers = [session.get(address) for _ in range(times)]
    refused = [a.json()["error"]["details"][0]["reason"] for a in answers if a.status_code == 429]
    granted = [a for a in answers if a.status_code == 200]

    assert times == len(granted) + len(refused)
    assert {"RATE_LIMIT_EXCEEDED"} >= set(refused)
    return len(granted)


def test_a_user_has_sixty_reads_a_minute(google, sheet, clock):
    """
    The sixty-first waits for the next minute; another user has a share of their own.
    """
    google.quota.on = True

    assert 60 == reads(google, sheet, "ana", 65)
    assert 5 == reads(google, sheet, "bob", 5)
    clock.pass_(minutes=1)
    assert 5 == reads(google, sheet, "ana", 5)


def test_a_project_has_three_hundred(google, sheet):
    """
    Many users share what the project has.
    """
    google.quota.on = True

    assert 300 == sum(reads(google, sheet, f"user{i}", 60) for i in range(6))


def test_writes_are_counted_apart(google, sheet):
    """
    A user who may read no more may still write.
    """
    google.quota.on = True
    reads(google, sheet, "ana", 60)
    tab = gspread.Client(auth=None, session=inside(google, "ana")).http_client

    tab.values_update(sheet.id, "A9", params={"valueInputOption": "RAW"}, body={"values": [[1]]})
    with pytest.raises(gspread.exceptions.APIError):
        tab.values_get(sheet.id, "A9")


def test_quotas_are_off_unless_asked_for(google, sheet):
    """
    A harness that makes a hundred thousand calls is not stopped.
    """
    assert 400 == reads(google, sheet, "ana", 400)

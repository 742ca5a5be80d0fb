"""What goes wrong on the way: each fault as the client meets it, and what was done by then."""

import gspread
import pytest
import requests

from addin.demo import (
    Cut,
    CutShortError,
    DroppedError,
    Fault,
    Hang,
    NoAnswerError,
    Reset,
    Slow,
    Status,
)
from tests.addin.demo.conftest import call


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 429, 500, 502, 503, 504])
def test_any_status_can_be_answered(google, opened, sheet, status):
    """
    The body is Google's, and nothing was done.
    """
    google.fail(Fault(Status(status, retry_after=7), match="values"))
    with pytest.raises(gspread.exceptions.APIError) as caught:
        opened.sheet1.update([["x"]], "A1")

    assert status == caught.value.code == caught.value.response.status_code
    assert "7" == caught.value.response.headers["Retry-After"]
    assert "Date" == sheet.tab(0).values()[0][0]


def test_a_gateway_answers_with_a_page(google, opened):
    """
    A 502 of the front end is no JSON.
    """
    google.fail(Fault(Status(502, html=True)))
    with pytest.raises(gspread.exceptions.APIError) as caught:
        opened.sheet1.get("A1")

    assert caught.value.response.headers["Content-Type"].startswith("text/html")
    assert "<title>Error 502" in caught.value.response.text


def test_drive_gives_a_reason(google, client, sheet):
    """
    A refusal of Drive names its reason, by which it is told from one that passes.
    """
    google.fail(Fault(Status(403, reason="userRateLimitExceeded"), match="drive"))
    with pytest.raises(gspread.exceptions.APIError) as caught:
        client.export(sheet.id)

    assert "userRateLimitExceeded" == caught.value.response.json()["error"]["errors"][0]["reason"]


@pytest.mark.parametrize(
    "failure, error",
    [
        (Reset(), requests.ConnectionError),
        (Cut(), requests.exceptions.ChunkedEncodingError),
        (Cut(chunked=True), requests.exceptions.ChunkedEncodingError),
        (Cut(part=0.0), requests.exceptions.ChunkedEncodingError),
        (Hang(0), requests.RequestException),
    ],
    ids=str,
)
def test_a_connection_that_fails_is_an_error_of_the_connection(google, opened, failure, error):
    """
    A reader gets no value from it, and the next call is answered.
    """
    google.fail(Fault(failure, match="values"))
    with pytest.raises(error):
        opened.sheet1.get("A1")

    assert [["Date"]] == opened.sheet1.get("A1")


@pytest.mark.parametrize(
    "failure, done",
    [
        (Reset(), False),
        (Reset(applied=True), True),
        (Hang(0), False),
        (Hang(0, applied=True), True),
        (Cut(), True),
        (Status(503), False),
        (Status(503, applied=True), True),
    ],
    ids=str,
)
def test_what_was_done_before_the_answer_was_lost(google, opened, sheet, failure, done):
    """
    A lost answer leaves the change made or not, as the plan says, and never half of it.
    """
    google.fail(Fault(failure, match="values"))
    with pytest.raises((requests.RequestException, gspread.exceptions.APIError)):
        opened.sheet1.update([["x", "y"]], "A1")

    assert (["x", "y"] if done else ["Date", "Canal"]) == sheet.tab(0).values()[0][:2]


def test_in_process_faults_are_typed(google, sheet):
    """
    Without a client, a fault of the connection is an exception that says what came.
    """
    path = f"/v4/spreadsheets/{sheet.id}/values/A1"
    google.fail(Fault(Reset()), Fault(Cut(0.5)), Fault(Hang()))
    with pytest.raises(DroppedError):
        call(google, "GET", path)
    with pytest.raises(CutShortError) as cut:
        call(google, "GET", path)
    with pytest.raises(NoAnswerError):
        call(google, "GET", path)

    assert cut.value.received.startswith(b'{"range"')
    assert len(cut.value.received) == cut.value.announced // 2


def test_a_fault_waits_for_its_calls(google, opened, slept):
    """
    It meets calls by method and path, lets some pass, and ends.
    """
    google.fail(Fault(Status(503), match=r"values/.*A1$", method="GET", skip=1, times=2))
    sheet = opened.sheet1
    seen = []
    for _ in range(5):
        try:
            sheet.get("A1")
            seen.append(200)
        except gspread.exceptions.APIError as e:
            seen.append(e.code)
        sheet.get("B1")

    assert [200, 503, 503, 200, 200] == seen
    google.fail(Fault(Slow(30)))
    assert [["Date"]] == sheet.get("A1")
    assert [30] == slept


def test_a_harness_acts_between_two_calls(google, opened, sheet):
    """
    Before each call it may edit as the user would, and let the call fail.
    """
    seen = []

    def meddle(arrived):
        seen.append(arrived.operation)
        sheet.tab(0).set(0, 0, f"edit {len(seen)}")
        return Status(503) if len(seen) == 2 else None

    stop = google.before_call(meddle)
    tab = opened.get_worksheet_by_id
    with pytest.raises(gspread.exceptions.APIError):
        tab(0).get("A1")
    stop()

    assert ["spreadsheets.get", "values.get"] == seen
    assert [["edit 2"]] == opened.sheet1.get("A1")

import datetime as dt

import gspread
import pytest

from addin.demo import Google, serving
from addin.demo.sessions import inside, pointed

ANA = "ana@firm.example"


class Clock:
    """A time that passes only when told to."""

    def __init__(self):
        self.now = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)

    def __call__(self):
        return self.now

    def pass_(self, **time):
        self.now += dt.timedelta(**time)


@pytest.fixture(name="clock")
def _clock():
    return Clock()


@pytest.fixture(name="slept")
def _slept():
    """How long answers were held back, in seconds."""
    return []


@pytest.fixture(name="google")
def _google(clock, slept):
    return Google(clock=clock, sleep=slept.append, seed=1)


@pytest.fixture(name="sheet")
def _sheet(google):
    """A French sheet with a tab of three rows."""
    sheet = google.create("Suivi marketing", locale="fr_FR", timezone="Europe/Paris")
    tab = sheet.tab(0)
    tab.rename("Dépenses")
    tab.write(
        "A1",
        [
            ["Date", "Canal", "Montant"],
            [dt.date(2026, 1, 5), "LinkedIn", 1200.5],
            [dt.date(2026, 1, 6), "Google Ads", "n.c."],
        ],
    )
    return sheet


@pytest.fixture(name="url")
def _url(google):
    with serving(google) as url:
        yield url


@pytest.fixture(name="session", params=["http", "inside"])
def _session(request, google):
    """Ana's session, by both ways in."""
    if request.param == "inside":
        yield inside(google, ANA)
        return
    with pointed(request.getfixturevalue("url"), ANA) as session:
        yield session


@pytest.fixture(name="client")
def _client(session):
    """The client that everybody uses, against the emulator."""
    return gspread.Client(auth=None, session=session)


@pytest.fixture(name="opened")
def _opened(client, sheet):
    """The sheet, as the client has it."""
    return client.open_by_key(sheet.id)


@pytest.fixture(name="apply")
def _apply(google, sheet):
    """Sends requests as one batch, and returns the status and the body of the answer."""
    return lambda *requests, **more: call(
        google, "POST", f"/v4/spreadsheets/{sheet.id}:batchUpdate", {"requests": requests, **more}
    )


@pytest.fixture(name="get")
def _get(google, sheet):
    """Reads from the sheet: what follows its id in the path."""
    return lambda rest="": call(google, "GET", f"/v4/spreadsheets/{sheet.id}{rest}")[1]


@pytest.fixture(name="do")
def _do(apply):
    """Applies requests that must succeed, and returns their replies."""

    def do(*requests):
        status, said = apply(*requests)
        assert status == 200, said
        return said["replies"]

    return do


@pytest.fixture(name="tab")
def _tab(get):
    """Returns the first tab as it is told."""
    return lambda query="": get(query)["sheets"][0]


def call(google, method, path, body=None, user=ANA):
    import json

    raw = b"" if body is None else json.dumps(body).encode()
    reply = google.answer(method, path, {"Authorization": f"Bearer {user}"}, raw)
    return reply.status, json.loads(reply.body) if reply.body else None

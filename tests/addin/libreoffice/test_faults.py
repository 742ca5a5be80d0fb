"""Whatever happens to the server, each cell ends in a number or a typed error, and comes back."""

import pytest

from tests.addin.libreoffice.stub import KEY, Hang, at_most, cut, first, refuses, slow, wants


@pytest.fixture(name="cells")
def _cells(office, stub, ask):
    """Ask for some cells of the stub's server, and return the office."""
    ask(stub.address, patience=3)
    office.order("refresh")
    return office


def fill(office, name, count=1):
    """Ask for *count* different cells."""
    office.formulas(f"A1:A{count}", [[f'=B2B.KPI("{name}";"{i}")'] for i in range(count)])
    office.formulas("C1", [["=B2B.WHY(A1)"]])


def comes(office, count=1, value=7.0):
    """Wait until every cell shows its number."""
    office.until(lambda: office.data(f"A1:A{count}") == [[value]] * count)


def said(office):
    """Return why the first cell is in error, once it is known."""

    def known():
        office.recalculate()
        return "has been asked for" not in office.shows("C1")

    office.until(known)
    return office.shows("C1")


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("cut", first(2, cut)),
        ("busy", first(2, refuses(503, Retry_After="1"))),
        ("rate", first(1, refuses(429, Retry_After="0.2"))),
        ("broken", first(2, refuses(502))),
        ("slow", first(1, slow(1))),
    ],
)
def test_a_passing_fault_is_waited_out(cells, stub, name, fault):
    """
    An answer cut in the middle, a busy server, a slow one: asked again, and the number comes alone.
    """
    stub.behave = fault

    fill(cells, name, 20)

    comes(cells, 20)
    assert "No error." == said(cells)


def test_a_limit_of_size_cuts_the_batch(cells, stub):
    """
    A proxy that takes fifty cells at once gets them by fifty.
    """
    stub.behave = at_most(50)

    fill(cells, "large", 150)

    comes(cells, 150)


@pytest.mark.parametrize(
    ("name", "fault", "words"),
    [
        (
            "garbage",
            lambda request, _: request.reply(200, b'{"results": 3}') or True,
            "is not a B2B KPI server",
        ),
        ("lost", refuses(404), "status 404"),
        ("down", refuses(500), "status 500"),
        ("moved", refuses(302, Location="http://127.0.0.1:9/"), "status 302"),
        ("hung", slow(8), "does not answer"),
    ],
)
def test_a_lasting_fault_is_an_error_with_words(cells, stub, name, fault, words):
    """
    What does not pass is #N/A, with words that say what to do; a refresh brings the number.
    """
    stub.behave = fault

    fill(cells, name)

    assert words in said(cells)
    assert "#N/A" == cells.shows("A1")
    stub.behave = None
    cells.order("refresh")
    comes(cells)


def test_a_server_that_stops_and_starts(cells, stub):
    """
    A server that was restarted answers again, with no need to open the workbook again.
    """
    fill(cells, "before")
    comes(cells)
    stub.stop()
    fill(cells, "after")

    assert "does not answer" in said(cells)
    stub.start()
    cells.order("refresh")

    comes(cells)


def test_a_refresh_leaves_a_server_that_hangs(cells, stub, ask):
    """
    Whoever refreshes sees the number while the first request still hangs; until then the cell says
    that it waits, and Calc works on.
    """
    ask(stub.address, patience=3600)
    stub.behave = hang = Hang()
    with hang:
        fill(cells, "hanging")
        cells.until(hang.began.is_set)
        cells.formulas("E1", [["=B2B.CPL(1500;50)"]])

        assert 30.0 == cells.shows("E1")
        assert "#N/A" == cells.shows("A1")
        assert "has been asked for" in cells.shows("C1")

        stub.behave = None
        cells.order("refresh")
        comes(cells)
        assert hang.hangs


def test_a_refused_key_is_said_and_never_shown(cells, stub, ask):
    """
    A key that the server refuses is named as the trouble; a valid one brings the number.
    """
    stub.behave = wants(KEY)
    fill(cells, "locked")

    words = said(cells)
    assert "refuses the key" in words

    ask(stub.address, key=KEY, patience=3)
    cells.order("refresh")
    comes(cells)
    assert f"Bearer {KEY}" == stub.requests[-1][1]
    assert KEY not in words + cells.told()


def test_a_key_is_never_sent_in_the_clear(cells, ask):
    """
    An address elsewhere that is not https is refused before anything is sent.
    """
    ask("http://kpi.example.com", key=KEY)
    fill(cells, "clear")

    assert "must begin with https" in said(cells)
    assert "#VALUE!" == cells.shows("A1")

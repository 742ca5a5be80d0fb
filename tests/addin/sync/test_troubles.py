"""What a run does when Google answers late, not at all or no, and when somebody else is at work."""

import pytest

from addin.demo import Cut, Fault, Hang, Reset, Status
from addin.sync import connections
from kpi_core.errors import KpiError

CPL = "Coût par lead (CPL)"


def test_a_lost_answer_is_looked_up_and_written_once(kept):
    """
    Applied and then failed, or failed and not applied: it stands there once.
    """
    for failure in (
        Reset(applied=True),
        Status(503, applied=True),
        Reset(),
        Hang(1.0, applied=True),
    ):
        kept.google.fail(Fault(failure, match="batchUpdate"))
        kept.spend.set(1, 3, kept.spend.values()[1][3] + 1)
        outcome = kept.run()
        numbers = [row[0] for row in kept.sheet.tab("Historique KPI").values()[1:]]

        assert "written" == outcome.state, failure
        assert kept.asked("cpl") == kept.figure(CPL)
        assert [*range(1, len(numbers) + 1)] == numbers


@pytest.mark.parametrize(
    "failure",
    [
        Status(429, retry_after=7),
        Status(500),
        Status(503),
        Status(502, html=True),
        Status(403, reason="userRateLimitExceeded"),
        Reset(),
        Cut(),
        Cut(chunked=True),
        Hang(1.0),
    ],
    ids=str,
)
def test_a_passing_trouble_is_waited_out(kept, failure):
    """
    Twice any trouble that passes: the run goes on after a wait, with nothing lost.
    """
    kept.google.fail(Fault(failure, match="batchGet", times=2))
    outcome = kept.run()

    assert "written" == outcome.state
    assert 2 == len(kept.clock.waits)
    if isinstance(failure, Status) and failure.retry_after:
        assert min(kept.clock.waits) >= 7


@pytest.mark.parametrize(
    ("failure", "word"),
    [
        (Status(401), "identifiants"),
        (Status(403), "partagez"),
        (Status(404), "partagée"),
        (Status(403, reason="accessNotConfigured"), "API"),
        (Status(413), "raccourcissez"),
    ],
    ids=str,
)
def test_a_refusal_is_told_at_once_with_its_cure(kept, failure, word):
    """
    What waiting does not cure is not waited for.
    """
    kept.google.fail(Fault(failure, match="spreadsheets", times=9))
    outcome = kept.run()

    assert "failed" == outcome.state
    assert word in outcome.error.fr
    assert [] == kept.clock.waits


def test_trouble_that_stays_ends(kept):
    """
    At most six tries and five minutes, then the next run: never for ever.
    """
    kept.google.fail(Fault(Status(503), times=10**6))
    outcome = kept.run()

    assert "failed" == outcome.state
    assert 6 >= outcome.calls
    assert kept.clock.now <= 300


def test_waits_are_never_the_same(kept):
    """
    Full jitter: many clients that failed together do not come back together.
    """
    kept.google.fail(Fault(Status(503), match="batchGet", times=5))
    kept.run()

    assert 5 == len(set(kept.clock.waits))


def test_no_more_than_sixty_calls_a_minute(kept):
    """
    A user's quota is kept by waiting, not by being refused.
    """
    book = kept.opened(None, connections.connection(kept.store.cursor(), kept.number))
    for _ in range(61):
        book.gate()

    assert 60 <= kept.clock.now <= 61


def test_what_somebody_changed_while_it_was_written_is_written_again(kept):
    """
    What stands there is read back in the same call: a run that finds something else is not done.
    """
    kept.run()
    written = []

    def meddle(call):
        if call.operation.endswith("batchUpdate") and not written:
            written.append(call)
            kept.google.fail(Fault(Cut(0.0), match="batchUpdate"))

    kept.google.before_call(meddle)
    kept.spend.set(1, 3, 2000.0)
    kept.settled()

    assert kept.asked("cpl") == kept.figure(CPL)


def test_a_second_run_meanwhile_is_refused(kept):
    """
    Two runs of one sheet never work at once.
    """
    met = []

    def second(call):
        if call.operation.endswith("batchGet") and not met:
            with pytest.raises(KpiError) as caught:
                kept.run()
            met.append(caught.value)

    kept.google.before_call(second)

    assert "written" == kept.run().state
    assert "en cours" in met[0].message.fr

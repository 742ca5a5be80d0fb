"""Batches, without an office: what is sent where, and what is kept from whom."""

import threading
import time

import pytest

from addin.hosts.asking import AskAgainError, Patience, TooLargeError, UnreachableError, ask
from addin.hosts.libreoffice.inside.hurry import Hurry
from addin.hosts.libreoffice.inside.waiting import MOST_TOGETHER, Waiting
from addin.hosts.libreoffice.inside.words import WORDS
from addin.hosts.settings import Settings
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from tests.addin.libreoffice.stub import KEY, Hang, Stub, refuses

CALLS = [("B2B_KPI", ("cpl", str(i))) for i in range(3)]
SOON = Patience(deadline=1.0, first_pause=0.01)


def test_an_address_made_for_excel_reaches_the_machines_own_server(stub):
    """
    Excel asks for https even on its own machine; the server there speaks http, and is found.
    """
    found = ask(
        Settings(stub.address.replace("http:", "https:")),
        CALLS,
        "en",
        "en-US",
        WORDS,
        patience=SOON,
    )

    assert [7.0] * 3 == found


def test_the_key_follows_no_redirection(stub):
    """
    A server that sends elsewhere is not followed, and the key stays where it was meant for.
    """
    other = Stub()
    stub.behave = refuses(307, Location=f"{other.address}/v1/cells")
    try:
        with pytest.raises(KpiError) as caught:
            ask(Settings(stub.address, KEY), CALLS, "en", "en-US", WORDS, patience=SOON)
    finally:
        other.stop()

    assert Kind.UPSTREAM == caught.value.kind
    assert [] == other.requests
    assert KEY not in str(caught.value)


def test_pauses_grow_and_are_not_the_same_for_all(stub):
    """
    Each pause is longer than the one before, its length is drawn, and the deadline is kept.
    """
    stub.behave = refuses(503)
    slept, now = [], [0.0]

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    patience = Patience(10.0, sleep=sleep, clock=lambda: now[0], chance=lambda: 0.5)
    with pytest.raises(KpiError):
        ask(Settings(stub.address), CALLS, "en", "en-US", WORDS, patience=patience)

    assert [0.3, 0.6, 1.2, 2.4, 4.8] == pytest.approx(slept)
    assert now[0] <= 10.0


def test_a_server_may_ask_for_a_longer_pause(stub):
    """
    Retry-After is obeyed where the deadline allows, and nobody waits beyond it for nothing.
    """
    stub.behave = refuses(503, Retry_After="3600")
    slept = []

    with pytest.raises(KpiError):
        ask(
            Settings(stub.address),
            CALLS,
            "en",
            "en-US",
            WORDS,
            patience=Patience(5.0, sleep=slept.append),
        )

    assert [] == slept
    assert 1 == len(stub.requests)


@pytest.mark.parametrize("hang", [Hang(), Hang(a_byte_now_and_then=True)], ids=["mute", "drips"])
def test_a_server_that_hangs_is_asked_once(stub, hang):
    """
    Who says nothing to one request would say nothing to the next: the deadline is not used up.
    """
    stub.behave = hang
    patience = Patience(deadline=3600.0, silence=0.3)

    with hang, pytest.raises(UnreachableError, match="does not answer"):
        ask(Settings(stub.address), CALLS, "en", "en-US", WORDS, patience=patience)

    assert 1 == len(stub.requests)


def test_whoever_hurries_leaves_a_request_that_hangs(stub):
    """
    A refresh does not wait for a request under way: it is left, while the server still hangs.
    """
    hurry, hang = Hurry(), Hang()
    stub.behave = hang
    patience = Patience(silence=3600.0, attend=hurry.attend)
    refresher = threading.Thread(target=lambda: (hang.began.wait(30), hurry.ask()))

    with hang:
        refresher.start()
        with pytest.raises(AskAgainError):
            ask(Settings(stub.address), CALLS, "en", "en-US", WORDS, patience=patience)
        assert hang.hangs
    refresher.join()


def test_a_fault_of_an_attended_request_is_told_as_any_other(stub):
    """
    What goes wrong in a request that can be left is what would have gone wrong in any.
    """
    stub.behave = refuses(401)

    with pytest.raises(KpiError, match="refuses the key"):
        ask(
            Settings(stub.address),
            CALLS,
            "en",
            "en-US",
            WORDS,
            patience=Patience(attend=Hurry().attend),
        )


def waited(waiting, *names, seconds=5):
    """Return the outcomes of some calls, once they have all come."""
    results = [waiting.result("B2B_KPI", [name]) for name in names]
    until = time.monotonic() + seconds
    while not all(r.came for r in results):
        assert time.monotonic() < until
        time.sleep(0.01)
    return [r.outcome for r in results]


def test_equal_calls_are_one_and_others_are_not():
    """
    The same arguments are asked once; the number 1, the text "1" and TRUE are three questions.
    """
    asked = []

    def answer(calls):
        asked.extend(calls)
        return [float(len(asked))] * len(calls)

    waiting = Waiting(answer)

    waited(waiting, 1.0, "1", True, 1.0, "1", [["a"]], [["a"]])

    assert 4 == len(asked)


def test_a_batch_that_is_too_large_is_halved_until_it_fits():
    """
    A call too large by itself is a limit with words; those beside it are answered.
    """

    def answer(calls):
        if len(calls) > 2 or any("huge" in args for _, args in calls):
            raise TooLargeError
        return [1.0] * len(calls)

    outcomes = waited(Waiting(answer), *"abcdefg", "huge")

    assert [1.0] * 7 == outcomes[:7]
    assert Kind.LIMIT == outcomes[7].kind


def test_a_batch_stays_below_what_the_server_takes(stub):
    """
    Long texts make a batch large: it is cut before the server has to refuse it.
    """

    def answer(calls):
        return ask(Settings(stub.address), calls, "en", "en-US", WORDS, patience=SOON)

    names = [f"{i}" + "x" * 1_000_000 for i in range(5)]

    assert [7.0] * 5 == waited(Waiting(answer), *names)
    assert max(size for *_, size in stub.requests) <= 4 * 1024 * 1024
    assert len(stub.requests) > 1


def test_nothing_waits_for_ever_whatever_breaks():
    """
    A fault of our own ends in an error that says what to do, as any other.
    """

    def answer(calls):
        raise ZeroDivisionError

    (outcome,) = waited(Waiting(answer), "a")

    assert (Kind.UPSTREAM, True) == (outcome.kind, "ZeroDivisionError" in outcome.message.en)


def test_one_silence_answers_all_that_was_asked_together():
    """
    Ten batches asked of a server that is gone do not wait for it ten times.
    """
    everything, asked = threading.Event(), []

    def answer(calls):
        assert everything.wait(30)
        asked.append(len(calls))
        if calls == [("B2B_KPI", ("first",))]:
            return [1.0]
        raise UnreachableError(Kind.UPSTREAM, Text(en="gone", fr="parti"))

    waiting = Waiting(answer)
    waiting.result("B2B_KPI", ["first"])
    while not waiting.requests:
        time.sleep(0.01)
    others = [waiting.result("B2B_KPI", [float(i)]) for i in range(3 * MOST_TOGETHER)]
    everything.set()
    _until(lambda: all(result.came for result in others))

    assert [1, MOST_TOGETHER] == asked
    assert {Kind.UPSTREAM} == {result.outcome.kind for result in others}


def test_what_was_answered_before_a_silence_stays():
    """
    Half of a batch that was cut has its answers when the server stops answering.
    """
    asked = []

    def answer(calls):
        asked.append(len(calls))
        if len(calls) > 1:
            raise TooLargeError
        if len(asked) > 2:
            raise UnreachableError(Kind.UPSTREAM, Text(en="gone", fr="parti"))
        return [1.0]

    first, second = waited(Waiting(answer), "a", "b")

    assert 1.0 == first
    assert Kind.UPSTREAM == second.kind


def test_a_refresh_does_not_wait_behind_a_server_that_is_gone():
    """
    Whoever refreshes while a batch waits has it asked anew at once.
    """
    hurried, tries = threading.Event(), []

    def answer(calls):
        tries.append(len(calls))
        if len(tries) == 1:
            assert hurried.wait(5)
            raise AskAgainError
        return [2.0] * len(calls)

    waiting = Waiting(answer)
    result = waiting.result("B2B_KPI", ["a"])
    while not tries:
        time.sleep(0.01)
    waiting.refresh()
    hurried.set()

    assert [2.0] == waited(waiting, "a")
    assert 2.0 == result.outcome


def test_a_failure_is_asked_again_later_and_a_listener_told_once():
    """
    What failed is asked again by a cell computed later; a cell is told when its value changes only.
    """
    now, answers, told = [1000.0], [KpiError(Kind.UPSTREAM, Text(en="x", fr="x")), 5.0, 5.0], []

    def answer(calls):
        return [answers.pop(0)] * len(calls)

    waiting = Waiting(answer, lambda: now[0] + time.monotonic())
    waited(waiting, "a")
    result = waiting.result("B2B_KPI", ["a"])
    result.listeners.append(lambda found: told.append(found.outcome))
    assert 2 == len(answers)

    now[0] += 60
    waiting.result("B2B_KPI", ["a"])
    _until(lambda: told == [5.0])
    waiting.refresh()
    _until(lambda: not answers and not result.waiting)

    assert [5.0] == told


def _until(holds):
    deadline = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)

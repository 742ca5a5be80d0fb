"""Rows are taken ahead of who stores them, in order, a few at most."""

import threading
import time

import pytest

from kpi_core.importing.ahead import ahead


def wait_for(condition):
    """Wait until *condition* holds, and fail if it never does."""
    for _ in range(400):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to hold")


def test_everything_comes_in_its_order():
    """
    Nothing is lost, repeated or exchanged on the way.
    """
    assert list(range(500)) == list(ahead(range(500), 7))


def test_no_more_is_taken_than_may_wait():
    """
    A reader that nobody empties stops: the memory of an import stays constant.
    """
    taken = []

    def things():
        for n in range(100):
            taken.append(n)
            yield n

    coming = ahead(things(), 3)
    assert 0 == next(coming)
    wait_for(lambda: len(taken) == 5)
    time.sleep(0.1)
    assert 5 == len(taken)
    coming.close()


def test_an_error_comes_after_what_was_read_before_it():
    """
    A file that breaks in the middle gives its first rows, then the reason.
    """

    def things():
        yield 1
        raise ValueError("torn")

    coming = ahead(things(), 3)

    assert 1 == next(coming)
    with pytest.raises(ValueError, match="torn"):
        next(coming)


def test_nothing_is_taken_once_nobody_asks():
    """
    When storing fails, the thread that reads ends too.
    """

    def endless():
        while True:
            yield 1

    coming = ahead(endless(), 2)
    next(coming)
    coming.close()

    wait_for(lambda: not any(t.name == "ahead" for t in threading.enumerate()))

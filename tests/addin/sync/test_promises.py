"""Whatever users, Google and crashes do, the sync loses nothing, repeats nothing, invents nothing."""

import os
from collections import Counter

import pytest

from tests.addin.sync import planted
from tests.addin.sync.promised import BrokenError
from tests.addin.sync.promises import schedule, workspace

# 2,000 in CI, a taste of it elsewhere; the long run: `python -m tests.addin.sync.promises 100000`.
PARTS = 20
EACH = 100 if os.environ.get("KPI_REQUIRE_ALL") else 10
MOST = 60


@pytest.fixture(scope="module", name="store")
def _store():
    with workspace() as store:
        yield store


def live(store, seeds, **how):
    """Live through some schedules, and count what happened in them."""
    whole = Counter()
    for seed in seeds:
        whole += schedule(store, seed, **how)
    return whole


@pytest.mark.parametrize("part", range(PARTS))
def test_every_promise_is_kept_at_every_commit(store, part):
    """
    Users edit between any two calls, calls fail or are lost, and the process dies at any point.
    """
    lived = live(store, range(part * EACH, (part + 1) * EACH))

    assert all(lived[what] for what in ("edits", "failed", "killed", "written", "unchanged"))


@pytest.mark.parametrize("bug", planted.BUGS)
def test_a_planted_bug_is_found(store, bug):
    """
    The schedules can fail: each bug that a sync could have breaks a promise within a few of them.
    """
    plant, book = planted.BUGS[bug]

    with plant(), pytest.raises(BrokenError):
        live(store, range(MOST), wrapped=book)

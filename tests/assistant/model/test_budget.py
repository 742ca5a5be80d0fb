"""A day has a budget of tokens and of money, kept across restarts; spent, the embedded reader answers."""

import datetime as dt
from decimal import Decimal

import pytest

from assistant.model.budget import Budget, Spent
from assistant.model.configuration import endpoint_of
from assistant.model.failures import Failure, ModelFailure, note
from kpi_core.text import Lang
from tests.assistant.model.scripted import called, reading

GOOD = called(reading(kpis=[{"id": "cpl", "words": "CPL"}]))
DAY = dt.date(2025, 11, 12)


def endpoint(**more):
    return endpoint_of({"KPI_MODEL_URL": "http://localhost/v1", "KPI_MODEL": "m"} | more)


def budget(folder, day=DAY, **more):
    return Budget(endpoint(**more), folder, lambda: day)


def test_what_is_used_replaces_what_was_reserved(tmp_path):
    """
    A request counts at its bound until its usage is known.
    """
    account = budget(tmp_path, KPI_MODEL_TOKENS_A_DAY="10000")
    reserved = account.reserve(account.price(1400, 2000))
    assert 3400 == account.spent().tokens

    account.settle(reserved, account.price(900, 60))

    assert 960 == account.spent().tokens


def test_a_request_that_does_not_fit_is_not_sent(tmp_path):
    """
    The bound itself must fit in what is left.
    """
    account = budget(tmp_path, KPI_MODEL_TOKENS_A_DAY="5000")
    account.reserve(Spent(3000))

    with pytest.raises(ModelFailure) as caught:
        account.reserve(Spent(3000))

    assert Failure.SPENT is caught.value.failure


def test_money_counts_by_its_two_prices(tmp_path):
    """
    A million read at 0.15 and a million written at 0.60.
    """
    account = budget(tmp_path, KPI_MODEL_COST_A_DAY="1", KPI_MODEL_PRICE_IN="0.15", KPI_MODEL_PRICE_OUT="0.60")  # fmt: skip

    assert Decimal("0.00027") == account.price(1000, 200).cost
    account.reserve(Spent(0, Decimal("0.99")))
    with pytest.raises(ModelFailure):
        account.reserve(account.price(100_000, 0))


def test_a_restart_forgets_nothing_and_a_new_day_everything(tmp_path):
    """
    The account is a file beside the workspace, one a day; older ones go.
    """
    budget(tmp_path, KPI_MODEL_TOKENS_A_DAY="5000").reserve(Spent(3000))

    assert 3000 == budget(tmp_path, KPI_MODEL_TOKENS_A_DAY="5000").spent().tokens
    later = budget(tmp_path, DAY + dt.timedelta(days=1), KPI_MODEL_TOKENS_A_DAY="5000")
    assert 0 == later.spent().tokens
    later.reserve(Spent(1))
    assert 1 == len(list(tmp_path.glob("model-usage-*")))


def test_two_processes_share_one_account(tmp_path):
    """
    What one writes down the other counts.
    """
    one, other = (budget(tmp_path, KPI_MODEL_TOKENS_A_DAY="5000") for _ in range(2))
    one.reserve(Spent(2000))
    other.reserve(Spent(2000))

    with pytest.raises(ModelFailure):
        one.reserve(Spent(2000))


def test_a_torn_line_counts_nothing_and_stops_nothing(tmp_path):
    """
    A full disk or a power cut leaves an account that still reads.
    """
    account = budget(tmp_path, KPI_MODEL_TOKENS_A_DAY="5000")
    account.reserve(Spent(100))
    (file,) = tmp_path.glob("model-usage-*")
    file.write_bytes(file.read_bytes() + b"12 ")

    assert 100 == account.spent().tokens


def test_where_nothing_can_be_written_the_account_is_kept_in_memory(tmp_path):
    """
    The limit still holds, for as long as the process lives.
    """
    account = budget(tmp_path / "missing", KPI_MODEL_TOKENS_A_DAY="5000")
    account.reserve(Spent(3000))

    with pytest.raises(ModelFailure):
        account.reserve(Spent(3000))


def test_without_a_limit_nothing_is_written(tmp_path):
    """
    No account is kept of what has no limit.
    """
    budget(tmp_path).reserve(Spent(3000))

    assert [] == list(tmp_path.iterdir())


def test_a_spent_budget_answers_without_the_model(make, script, tmp_path):
    """
    One question fits; the next is read without the model, says so, and sends nothing; so after a restart.
    """
    script.usage = {"prompt_tokens": 3000, "completion_tokens": 500}
    script.say(GOOD)
    limit = {"KPI_MODEL_TOKENS_A_DAY": "5000"}
    ask = make(tmp_path, **limit)

    first, second = ask("CPL"), ask("our CPL")
    third = make(tmp_path, **limit)("our CPL")

    assert [] == first.notes
    assert [note(Failure.SPENT)[Lang.EN]] == second.notes == third.notes
    assert "answer" == second.outcome
    assert 1 == len(script.asked)


@pytest.mark.parametrize("usage", [None, {"prompt_tokens": -9999, "completion_tokens": -1}])
def test_usage_that_is_not_told_counts_in_full(make, script, tmp_path, usage):
    """
    A server that tells nothing, or nonsense, spends the bound.
    """
    script.usage = usage
    script.say(GOOD)
    ask = make(tmp_path, KPI_MODEL_TOKENS_A_DAY="100000")

    ask("CPL")

    assert ask.model.budget.spent().tokens > 2000

"""The demo is the same every time, holds together, and looks like a firm."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from kpi_core.demo import DEMO_ALIASES, DEMO_CHANNELS, generate
from kpi_core.facts import DIMENSIONS, FACTS, ColumnKind

TYPES = {
    ColumnKind.DAY: date,
    ColumnKind.MOMENT: datetime,
    ColumnKind.MONEY: Decimal,
    ColumnKind.COUNT: int,
    ColumnKind.NUMBER: float,
    ColumnKind.TEXT: str,
    ColumnKind.MEMBER: str,
    ColumnKind.CHOICE: str,
}
# What the firm's first customers signed before the data begins.
OLDER = {("subscriptions", "started_on")}

#: The invented firm runs no A/B test.
DRAWN = [fact for fact in FACTS if fact != "experiments"]


def test_the_same_seed_gives_the_same_rows(demo):
    """
    Two runs agree, and so do two days of one month: the data ends with the month before.
    """
    assert demo.tables == generate(date(2025, 11, 12)).tables
    assert demo.tables == generate(date(2025, 11, 30)).tables
    assert demo.tables != generate(date(2025, 11, 12), seed=8).tables


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2025, 11, 12), date(2023, 11, 1), date(2025, 10, 31)),
        (date(2025, 10, 31), date(2023, 10, 1), date(2025, 9, 30)),
        (date(2024, 3, 1), date(2022, 3, 1), date(2024, 2, 29)),
        (date(2026, 1, 1), date(2024, 1, 1), date(2025, 12, 31)),
    ],
)
def test_covers_24_complete_months(today, first, last):
    """
    The month of today is never in the data, even on its last day.
    """
    demo = generate(today)

    assert (demo.first, demo.last) == (first, last)
    assert {(r["spent_on"].year, r["spent_on"].month) for r in demo.tables["spend"]} == {
        ((first.year * 12 + first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1)
        for n in range(24)
    }


def test_stays_small(demo):
    """
    A demo is loaded while somebody waits.
    """
    sizes = {fact: len(rows) for fact, rows in demo.tables.items()}

    assert set(sizes) == set(DRAWN)
    assert 3_000 <= sum(r["created_on"] is not None for r in demo.tables["leads"]) <= 6_000
    assert sizes["traffic"] <= 25_000
    assert 10_000 <= sizes["touchpoints"] <= 30_000


@pytest.mark.parametrize("fact", DRAWN)
def test_rows_are_as_declared(demo, fact):
    """
    Every row has the columns of its fact, with values of their kind, and what must be known is.
    """
    columns = FACTS[fact].columns
    for row in demo.tables[fact]:
        assert list(row) == list(columns)
        for name, value in row.items():
            column = columns[name]
            assert value is not None or not column.required, name
            assert value is None or isinstance(value, TYPES[column.kind]), (name, value)
            assert value != "", name
            if column.kind is ColumnKind.CHOICE:
                assert value is None or value in column.choices
            if column.kind is ColumnKind.MONEY:
                assert value is None or value == round(value, 2)
            if column.kind is ColumnKind.COUNT:
                assert value is None or value >= 0


@pytest.mark.parametrize("fact", DRAWN)
def test_keys_tell_rows_apart(demo, fact):
    """
    No two rows have the same key, even once members are mapped.
    """
    aliases = DEMO_ALIASES.get
    keys = [
        tuple((aliases(name) or {}).get(row[name], row[name]) for name in FACTS[fact].key)
        for row in demo.tables[fact]
    ]

    assert [] == [key for key, times in Counter(keys).items() if times > 1]


@pytest.mark.parametrize("fact", DRAWN)
def test_nothing_happens_outside_the_window(demo, fact):
    """
    Every date lies in the 24 months, but the start of the oldest subscriptions.
    """
    days = [n for n, c in FACTS[fact].columns.items() if c.kind is ColumnKind.DAY]
    for row in demo.tables[fact]:
        for name in days:
            if row[name] is not None and (fact, name) not in OLDER:
                assert demo.first <= row[name] <= demo.last, name
            elif row[name] is not None:
                assert row[name] <= demo.last


def test_everything_that_is_named_exists(demo):
    """
    Deals, touches and stages point to rows that are there.
    """
    t = demo.tables
    leads = {r["lead"] for r in t["leads"]}
    deals = {r["deal"]: r for r in t["deals"]}
    customers = {r["customer"] for r in t["subscriptions"]}

    assert {r["lead"] for r in t["deals"]} - {None} <= leads
    assert {r["lead"] for r in t["touchpoints"]} <= leads
    assert {r["deal"] for r in t["deal_stages"]} <= set(deals)
    assert {r["customer"] for r in t["deals"] if r["state"] == "won"} <= customers


def test_lead_stages_come_in_order(demo):
    """
    Contacted, created, MQL, meeting, SQL, trial, paid: none before the one it follows.
    """
    stages = ("contacted_on", "created_on", "mql_on", "meeting_on", "sql_on", "trial_on", "paid_on")
    for row in demo.tables["leads"]:
        days = [row[s] for s in stages if row[s] is not None]
        assert days == sorted(days), row["lead"]
        assert row["created_on"] or not any(row[s] for s in stages[2:])
        assert row["created_on"] or row["contacted_on"]


def test_deals_and_their_stages_agree(demo):
    """
    A closed deal has a date, its history ends where it stands, and one stage begins as one ends.
    """
    history = {}
    for row in demo.tables["deal_stages"]:
        history.setdefault(row["deal"], []).append(row)
    sql_on = {r["lead"]: r["sql_on"] for r in demo.tables["leads"]}
    for deal in demo.tables["deals"]:
        assert (deal["closed_on"] is None) == (deal["state"] == "open")
        assert deal["closed_on"] is None or deal["created_on"] <= deal["closed_on"]
        assert (deal["amount"] < 0) == (deal["kind"] == "credit")
        if deal["kind"] == "credit":
            continue
        assert deal["margin"] < deal["amount"]
        if deal["kind"] == "new" and deal["lead"]:
            assert sql_on[deal["lead"]] <= deal["created_on"]
        steps = history[deal["deal"]]
        assert steps[0]["entered_on"] == deal["created_on"]
        assert steps[-1]["stage"] == deal["stage"]
        assert steps[-1]["left_on"] is None
        assert all(a["left_on"] == b["entered_on"] >= a["entered_on"] for a, b in pairwise(steps))


def test_first_payment_follows_a_signature(demo):
    """
    A lead has paid only if a deal it brought was won before.
    """
    signed = {}
    for r in demo.tables["deals"]:  # in order of creation: an account's first deal comes first
        if r["kind"] == "new" and r["state"] == "won":
            signed.setdefault(r["lead"], r["closed_on"])
    for row in demo.tables["leads"]:
        assert row["paid_on"] is None or signed[row["lead"]] < row["paid_on"]


def test_subscriptions_follow_deals(demo):
    """
    A new deal won starts a subscription of a twelfth of its amount, and one ends after it starts.
    """
    started = Counter(
        (r["customer"], r["started_on"], r["mrr"]) for r in demo.tables["subscriptions"]
    )
    for deal in demo.tables["deals"]:
        if deal["state"] == "won" and deal["kind"] in {"new", "expansion"}:
            monthly = (deal["amount"] / 12).quantize(Decimal("0.01"))
            assert any(
                abs(mrr - monthly) <= Decimal("0.01")
                for customer, day, mrr in started
                if (customer, day) == (deal["customer"], deal["closed_on"])
            )
    for row in demo.tables["subscriptions"]:
        assert row["mrr"] > 0
        assert row["ended_on"] is None or row["started_on"] < row["ended_on"]


def test_traffic_is_possible(demo):
    """
    No number exceeds the one it is a part of.
    """
    parts = (
        ("clicks", "impressions"),
        ("engagements", "impressions"),
        ("visitors", "sessions"),
        ("engaged_sessions", "sessions"),
        ("delivered", "sent"),
        ("unique_opens", "delivered"),
        ("unique_opens", "opens"),
        ("unique_clicks", "unique_opens"),
        ("unique_clicks", "clicks"),
        ("replies", "delivered"),
        ("claimed_conversions", "clicks"),
    )
    for row in demo.tables["traffic"]:
        for part, whole in parts:
            if row[part] is not None and row[whole] is not None:
                assert row[part] <= row[whole], (part, whole, row)
        if row["bounces"] is not None:
            assert row["delivered"] + row["bounces"] == row["sent"]
        assert row["sessions"] is None or (row["visitors"] > 0) == (row["sessions"] > 0)


def test_ads_are_paid_for_where_they_ran(demo):
    """
    Spend and traffic name the same days, campaigns and contents; visits never pass ad clicks.
    """
    key = ("source", "campaign", "content")
    ran = {
        (r["seen_on"], *(r[k] for k in key)) for r in demo.tables["traffic"] if r["medium"] == "ads"
    }
    paid = {
        (r["spent_on"], *(r[k] for k in key))
        for r in demo.tables["spend"]
        if r["label"] == "Achat d’espace publicitaire"
    }
    clicks, sessions = Counter(), Counter()
    for r in demo.tables["traffic"]:
        if r["medium"] == "ads":
            clicks[r["seen_on"], DEMO_CHANNELS[r["source"]]] += r["clicks"]
        elif r["medium"] == "site":
            sessions[r["seen_on"], DEMO_CHANNELS[r["source"]]] += r["sessions"]

    assert ran == paid
    assert all(sessions[k] <= n for k, n in clicks.items())


def test_messages_reach_the_people_contacted(demo):
    """
    A sequence sent at least a message a person, and got at least an answer a lead.
    """
    contacted = [r for r in demo.tables["leads"] if r["contacted_on"]]
    sent = [r for r in demo.tables["traffic"] if r["medium"] == "outreach"]

    assert sum(r["sent"] for r in sent) >= len(contacted)
    assert sum(r["replies"] for r in sent) >= 0.9 * sum(bool(r["created_on"]) for r in contacted)
    assert sum(bool(r["created_on"]) for r in contacted) < 0.2 * len(contacted)


def test_touches_are_on_their_parisian_day(demo):
    """
    Moments are in UTC and days in Paris; some nights the two differ.
    """
    paris, differ = ZoneInfo("Europe/Paris"), 0
    for row in demo.tables["touchpoints"]:
        assert row["touched_at"].tzinfo is UTC
        assert row["touched_at"].astimezone(paris).date() == row["touched_on"]
        differ += row["touched_at"].date() != row["touched_on"]

    assert differ


def test_every_lead_has_a_path(demo):
    """
    Whoever came in touched something on that day or the days around it.
    """
    touched = {r["lead"] for r in demo.tables["touchpoints"]}

    assert touched == {r["lead"] for r in demo.tables["leads"]}


def test_every_spelling_is_explained(demo):
    """
    Each source found has a channel; each alias is used, and means a member with a channel.
    """
    found = {r["source"] for rows in demo.tables.values() for r in rows if r.get("source")}

    assert found <= set(DEMO_CHANNELS)
    assert set(DEMO_ALIASES["source"].values()) <= set(DEMO_CHANNELS)
    assert set(DEMO_ALIASES) <= set(DIMENSIONS)
    for dimension, spellings in DEMO_ALIASES.items():
        seen = {r.get(dimension) for rows in demo.tables.values() for r in rows}
        assert set(spellings) <= seen, dimension
        assert not set(spellings) & set(spellings.values())
    for raw, member in DEMO_ALIASES["source"].items():
        assert DEMO_CHANNELS[raw] == DEMO_CHANNELS[member]


def test_nobody_is_real(demo):
    """
    Each person has an address of their own, under a domain reserved for examples.
    """
    addresses = [r["email"] for r in demo.tables["leads"] if r["email"]]

    assert len(addresses) == len(set(addresses))
    assert all(a.endswith(".example.com") and a.isascii() for a in addresses)
    assert all(r["email"] or r["linkedin_url"] for r in demo.tables["leads"])


def test_the_traps_are_there(demo):
    """
    What real data has and a naive count gets wrong is in the demo.
    """
    t = demo.tables
    won = [r for r in t["deals"] if r["state"] == "won"]
    twice = Counter(r["customer"] for r in won if r["kind"] == "new")
    contacts = Counter(r["company"] for r in t["leads"] if r["sql_on"])
    deals = Counter(r["customer"] for r in t["deals"] if r["kind"] == "new")

    assert 1 == sum(r["kind"] == "credit" for r in won)
    assert any(r["lead"] is None for r in won if r["kind"] == "new")
    assert any(r["source"] is None and r["lead"] for r in won)
    assert max(twice.values()) > 1
    assert any(n > deals[company] > 0 for company, n in contacts.items())
    assert any(r["sql_on"] and not r["mql_on"] for r in t["leads"])
    assert any(r["created_on"] and not r["source"] for r in t["leads"])
    assert any(r["source"] is None and r["category"] == "direct" for r in t["spend"])
    assert any(r["stage"] == "Perdue" and r["left_on"] for r in t["deal_stages"])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_august_dips_and_january_rises(seed):
    """
    Whatever the seed, leads follow the seasons of French companies, trade fairs apart.
    """
    demo = generate(date(2025, 11, 12), seed=seed)
    months = Counter(
        r["created_on"].month
        for r in demo.tables["leads"]
        if r["created_on"] and channel(r) != "Salons"
    )

    assert min(months, key=months.__getitem__) == 8
    assert months[1] > sum(months.values()) / 12
    assert months[1] > 1.2 * months[12]


def test_two_channels_cross(demo):
    """
    A lead costs less and less on LinkedIn Ads, more and more on Google Ads.
    """
    middle = demo.first + timedelta(days=365)

    def cost_per_lead(name, *, late):
        spend = sum(
            r["amount"]
            for r in demo.tables["spend"]
            if channel(r) == name and (r["spent_on"] >= middle) is late
        )
        leads = sum(
            channel(r) == name and (r["created_on"] >= middle) is late
            for r in demo.tables["leads"]
            if r["created_on"]
        )
        return float(spend) / leads

    def change(name):
        return cost_per_lead(name, late=True) / cost_per_lead(name, late=False)

    assert change("LinkedIn Ads") < 0.85
    assert change("Google Ads") > 1.15


def channel(row):
    return DEMO_CHANNELS[row["source"]][0] if row["source"] else None

"""A mapping is read with all its faults at once, proposed from what is there, and checked against it."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from addin.warehouse import asked_of
from kpi_core.engines.mapping import parse
from kpi_core.errors import KpiError
from kpi_core.facts import FACTS
from kpi_core.text import Lang

DAY = dt.date(2026, 3, 10)
FAULTY = """\
taxes = "ht"
amount = "yearly"
fresh = -1
zone = "Mars/Olympus"

[spend]
table = "marketing.spend"
qury = "SELECT 1"
[spend.columns]
spent_on = "day"
ammount = "cost"

[deals]
table = "a.b.c.d"
[deals.columns]
deal = "id"
state = { column = "stage", values = { "Signed" = "gained" } }
created_on = { column = "a", sql = "b" }

[leeds]
table = "x"
"""


def test_every_fault_is_told_at_once_with_its_line():
    """
    In both languages, in the order of the file, with the nearest word that was meant.
    """
    with pytest.raises(KpiError) as raised:
        parse(FAULTY)
    en, fr = raised.value.message.en, raised.value.message.fr

    lines = [int(n) for n in re.findall(r"line (\d+)", en)]
    assert sorted(lines) == lines
    assert {1, 2, 3, 4, 8, 9, 11, 14, 17, 18, 20} == set(lines)
    assert lines == [int(n) for n in re.findall(r"ligne (\d+)", fr)]
    for words in (
        "“tax”",
        "“amount”",
        "“leads”",
        "open, won, lost",
        "tcv, acv, mrr",
        "Europe/Paris",
    ):
        assert words in en
    assert "« amount »" in fr.replace("\u00a0", " ")


def test_a_file_that_is_no_toml_is_told_where():
    """
    With the line and the column that its reader gives.
    """
    with pytest.raises(KpiError, match="line 2"):
        parse('tax = "ht"\n[spend\n')


def test_an_empty_mapping_says_what_may_be_mapped():
    """
    The facts, by name.
    """
    with pytest.raises(KpiError) as raised:
        parse('tax = "ht"\n')

    assert all(fact in raised.value.message.en for fact in FACTS)


@pytest.fixture
def shop(firm):
    """A firm's own tables, named by its own people."""
    firm.table(
        "ad_spend",
        {"day": "date", "utm_source": "text", "campaign": "text", "cost": "numeric", "etl": "int"},
        (DAY, "linkedin_ads", "Launch", 100, 1),
    )
    firm.table(
        "crm_contacts",
        {"contact_id": "text", "email": "text", "created_at": "timestamptz", "lead_source": "text"},
        ("a", "a@b.fr", dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC), "linkedin_ads"),
    )
    firm.table(
        "opportunities",
        {
            "opportunity_id": "text", "contact_id": "text", "account_name": "text",
            "deal_stage": "text", "amount": "numeric", "created_at": "timestamptz",
            "closed_at": "timestamptz",
        },
        ("1", "a", "Élan", "Closed Won", 900, dt.datetime(2026, 3, 11, tzinfo=dt.UTC),
         dt.datetime(2026, 3, 20, tzinfo=dt.UTC)),
        ("2", None, "Nord", "Perdu", 50, dt.datetime(2026, 3, 11, tzinfo=dt.UTC),
         dt.datetime(2026, 3, 20, tzinfo=dt.UTC)),
    )  # fmt: skip
    firm.set(warehouse=firm.server.url())
    return firm


def test_a_proposal_answers_at_once(shop):
    """
    Tables and columns are recognised by the words of an import, stages by what they say.
    """
    said = asked_of(shop.core, {"propose": "en", "within": shop.schema})["toml"]
    (shop.store.folder / "warehouse.toml").write_text(said, "utf-8")

    found = parse(said)
    assert {"spend", "leads", "deals"} == set(found.tables)
    assert {"Closed Won": "won", "Perdu": "lost"} == found.tables["deals"].columns["state"].values
    assert "# not used: etl" in said
    assert 100 == shop.ask("cpl", period="2026-03").value
    assert 1 == shop.ask("new_customers", period="2026-03").value
    assert 900 == shop.ask("revenue", period="2026-03", filters={"platform": ["linkedin"]}).value


@pytest.mark.parametrize("lang", Lang)
def test_a_proposal_is_in_the_readers_language(shop, lang):
    """
    What it says beside the columns, and what it leaves to be said.
    """
    said = asked_of(shop.core, {"propose": lang.value, "within": shop.schema})["toml"]

    assert FACTS["surveys"].title[lang] not in said
    assert FACTS["spend"].title[lang] in said
    assert {"en": "not used:", "fr": "non employées\u00a0:"}[lang.value] in said


def test_nothing_to_propose_is_told_with_what_was_seen(firm):
    """
    A schema of other things.
    """
    firm.table("weather", {"wind": "numeric"}, (3,))
    firm.set(warehouse=firm.server.url())

    with pytest.raises(KpiError, match="weather"):
        asked_of(firm.core, {"propose": "en", "within": firm.schema})


def checked(firm, lang="en"):
    return [(f["weight"], f["where"], f["what"][lang]) for f in asked_of(firm.core, {})["findings"]]


def test_a_check_of_what_is_right_finds_no_fault(shop):
    """
    It says who reads which server, and which facts are not mapped.
    """
    said = asked_of(shop.core, {"propose": "en", "within": shop.schema})["toml"]
    (shop.store.folder / "warehouse.toml").write_text(said, "utf-8")

    found = checked(shop)

    assert not [f for f in found if f[0] in {"fault", "warning"}]
    assert "as reader, reading only" in found[0][2]
    assert any("Not mapped: traffic" in what for _, _, what in found)


def test_a_check_tells_everything_that_is_wrong(shop):
    """
    Columns that lack, of another type, words that mean nothing, a user who may write.
    """
    shop.table("events", {"at": "timestamp", "who": "text"}, (dt.datetime(2026, 3, 1), "a"))
    shop.server.run(f"GRANT INSERT ON {shop.schema}.ad_spend TO reader")
    shop.map(
        """
[spend]
table = "ad_spend"
[spend.columns]
spent_on = "the_day"
amount = "price"
[leads]
table = "crm_contacts"
[leads.columns]
lead = "contact_id"
created_on = "email"
[deals]
table = "opportunities"
[deals.columns]
deal = "opportunity_id"
state = "deal_stage"
amount = { sql = "amount / 0 + nonsense" }
[touchpoints]
table = "events"
[touchpoints.columns]
touched_on = "at"
lead = "who"
[surveys]
table = "nowhere"
[surveys.columns]
answered_on = "day"
score = "score"
"""
    )

    found = checked(shop)
    told = {
        (weight, where.partition("] ")[2].removeprefix(f"{shop.schema}.")): what
        for weight, where, what in found
    }

    assert "the_day" in told["fault", "ad_spend"]  # each column of it lacks: it is told once
    assert "date or a moment" in told["fault", "crm_contacts created_on"]
    assert "nonsense" in told["fault", "opportunities amount"]
    assert "nowhere" in told["fault", "nowhere"]
    assert "Europe/Paris" in told["note", "events"]
    assert any("ad_spend" in what for weight, _, what in found if weight == "warning")
    assert all(a != b for a, b in zip(found, checked(shop, "fr"), strict=True) if a[2])


def test_words_that_mean_nothing_are_listed(shop):
    """
    A stage that is none of ours would count nowhere, silently.
    """
    shop.map(
        '[deals]\ntable = "opportunities"\n[deals.columns]\ndeal = "opportunity_id"\n'
        'state = { column = "deal_stage", values = { "Closed Won" = "won" } }\n'
    )

    (warned,) = [f for f in checked(shop) if f[0] == "warning"]

    assert "Perdu" in warned[2]
    assert "Closed Won" not in warned[2]


def test_members_are_respelt_by_the_file_and_by_the_workspace(shop):
    """
    The file's words first; what `kpi map` says of them goes further.
    """
    shop.map(
        '[spend]\ntable = "ad_spend"\n[spend.columns]\nspent_on = "day"\namount = "cost"\n'
        'source = "utm_source"\ncampaign = "campaign"\n[members.campaign]\nLaunch = "Lancement"\n'
    )

    (found,) = shop.all("total_cost", period="2026-03", by=["campaign"])
    assert {"campaign": "Lancement"} == found.group
    assert 100 == shop.ask("total_cost", period="2026-03", filters={"campaign": ["launch"]}).value


def test_a_query_stands_for_a_table(shop):
    """
    What fits no table is written once, as SQL of whoever administers the workspace.
    """
    shop.map(
        f"""
[spend]
query = "SELECT day, sum(cost) * 2 AS twice FROM {shop.schema}.ad_spend GROUP BY day"
where = "twice > 0"
[spend.columns]
spent_on = "day"
amount = {{ sql = "twice / 4" }}
label = {{ value = "it's" }}
"""
    )

    assert 50 == shop.ask("total_cost", period="2026-03").value

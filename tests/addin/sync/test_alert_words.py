"""Alerts as people write them: understood to the last word, said back, or refused."""

import pytest

from addin.sync.alerts.reading import Parts, of_parts, read
from addin.sync.alerts.rules import Age, Drift, Failing, Missed, Threshold
from addin.sync.alerts.words import said_back
from kpi_core.errors import KpiError
from kpi_core.typography import faults
from tests.kpi_core.workspace.filled import Filled, lead, spent

LINKEDIN = {"platform": ["LinkedIn"]}


@pytest.fixture(name="core", scope="module")
def _core(tmp_path_factory):
    made = Filled(tmp_path_factory.mktemp("firm") / "w")
    made.add("spend", spent(1500, "2025-03-10"), spent(500, "2025-03-12", "Google Ads"))
    made.add("leads", *(lead(f"p{i}@a.example", "2025-03-10") for i in range(3)))
    yield made.core
    made.close()


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("CPL > 60 € for 2 weeks", Threshold("cpl", True, 60, "week", 2)),
        ("CPL > 60\u202f€ pendant 2 semaines.", Threshold("cpl", True, 60, "week", 2)),
        ("cpl>60", Threshold("cpl", True, 60)),
        ("CPL on LinkedIn > 60 €", Threshold("cpl", True, 60, filters=LINKEDIN)),
        ("CPL > 60 € pendant une semaine sur LinkedIn", Threshold("cpl", True, 60, filters=LINKEDIN)),
        ("the cost per lead is above €1,200.50 for 3 months in a row", Threshold("cpl", True, 1200.5, "month", 3)),
        ("le coût par lead dépasse 1 200,50 € trois mois de suite", Threshold("cpl", True, 1200.5, "month", 3)),
        ("CPL > 60 on channel=LinkedIn Ads and Google Ads", Threshold("cpl", True, 60, filters={"channel": ["LinkedIn Ads", "Google Ads"]})),
        ("taux de conversion sous 2 %", Threshold("conversion_rate", False, 0.02)),
        ("return on investment below 10%", Threshold("roi_net", False, 0.1)),
        ("ROAS < 3x", Threshold("roas", False, 3)),
        ("cycle de vente de plus de 60 jours", Threshold("cycle_median", True, 60)),
        ("leads < 10 for a day", Threshold("lead_volume", False, 10, "day", 1)),
        ("CPL changes by more than the margin of error vs last month", Drift("cpl", "month")),
        ("le CPL varie de plus que la marge d’erreur par rapport à la semaine dernière", Drift("cpl", "week")),
        ("dérive du CPL sur LinkedIn", Drift("cpl", "month", LINKEDIN)),
        ("CPL misses its target", Missed("cpl", above=True)),
        ("CPL above target for 2 weeks", Missed("cpl", True, "week", 2)),
        ("le CPL manque son objectif", Missed("cpl", above=True)),
        ("win rate below target on LinkedIn", Missed("win_rate", False, filters=LINKEDIN)),
        ("le taux de conversion n’atteint pas l’objectif sur LinkedIn", Missed("conversion_rate", False, filters=LINKEDIN)),
        ("leads target missed", Missed("lead_volume", above=False)),
        ("objectif de leads non atteint", Missed("lead_volume", above=False)),
        ("target of the CPL missed on LinkedIn", Missed("cpl", True, filters=LINKEDIN)),
        ("CPL hors objectif", Missed("cpl", above=True)),
        ("data older than 2 days", Age(2)),
        ("les données ont plus de 2 jours", Age(2)),
        ("data age > 1 week", Age(7)),
        ("dépenses de plus de 5 jours", Age(5, "spend")),
        ("sync failing", Failing()),
        ("la synchro échoue", Failing()),
        ("échec de la synchronisation", Failing()),
    ],
)  # fmt: skip
def test_an_alert_is_understood(core, said, rule):
    """
    A limit, a drift, the age of data or a failing sync, in either language, with its KPI and members.
    """
    assert rule == read(said, core)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("CPL", "is not an alert"),
        ("CPL > lots", "is not an alert"),
        ("CPL > 60 € whenever it rains", "whenever it rains"),
        ("foo > 3", "foo"),
        ("CPL > 60 on Mars", "mars"),
        ("CPL > 60 on planet=Mars", "planet"),
        ("acquisition cost > 5", "several things"),
        ("CPL > 60 $", "EUR"),
        ("CPL > 3 %", "not a percentage"),
        ("ROI < 20", "is a percentage"),
        ("leads < 10 €", "not an amount"),
        ("CPL > 60 for 200 weeks", "200 weeks"),
        ("", "is not an alert"),
        ("x" * 400, "is not an alert"),
        ("\0", "is not an alert"),
        ("data older than", "is not an alert"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(core, said, named):
    """
    Nothing is dropped: the word that means nothing here is in the sentence, in both languages.
    """
    with pytest.raises(KpiError) as refused:
        read(said, core)

    assert named in refused.value.message.en
    assert refused.value.message.fr != refused.value.message.en


@pytest.mark.parametrize(
    "said",
    ["CPL > 60 € for 2 weeks on LinkedIn", "ROI < 20% 1 month in a row", "CPL drift vs last week",
     "data older than 1 day", "spend older than 3 days", "sync failing", "leads < 10 for 3 quarters"],
)  # fmt: skip
def test_what_is_said_back_is_well_set_in_both_languages(core, said):
    """
    The words name the KPI, the limit with its unit, how long, and whom.
    """
    told = said_back(read(said, core), core.snapshot().settings)

    assert [] == list(faults(told))
    assert ("LinkedIn" in told.en) == ("LinkedIn" in said)
    assert "{" not in told.en + told.fr


def test_what_is_said_back_says_the_numbers_of_each_language(core):
    """
    60 is money of the workspace; weeks are whole ones.
    """
    told = said_back(read("CPL > 60 for 2 weeks", core), core.snapshot().settings)

    assert "Cost per lead (CPL) above €60.00 for 2 whole weeks in a row" == told.en
    assert told.fr == (
        "Coût par lead (CPL) au-dessus de 60,00\u00a0€ pendant 2 semaines pleines de suite"
    )


def test_options_say_the_same(core):
    """
    --kpi, --above, --for and --where give the alert that the words give.
    """
    parts = Parts("cpl", above="60 €", lasting="2 semaines", where=["platform=LinkedIn"])

    assert read("CPL > 60 € for 2 weeks on LinkedIn", core) == of_parts(parts, core)
    for wrong in (Parts("cpl"), Parts("cpl", above="1", below="2"), Parts("nope", above="1")):
        with pytest.raises(KpiError):
            of_parts(wrong, core)

"""The French names that platforms give to their figures are read as the English ones are."""

from decimal import Decimal

import pytest

from tests.kpi_core.importing.files import whole, written

PLATFORMS = {
    "linkedin_ads.performance": ("Date de début (en UTC);Nom de la campagne", "13/08/2026;Démo"),
    "google_ads.campaign": ("Jour;Campagne;Type de campagne", "13/08/2026;Démo;Recherche"),
    "meta_ads": ("Jour;Nom de la campagne", "13/08/2026;Démo"),
    "ga4.traffic": ("Date;Groupe de canaux par défaut de la session", "20260813;Recherche"),
}
BESIDE = {
    "linkedin_ads.performance": ("Total dépensé", "9"),
    "google_ads.campaign": ("Coût", "9"),
    "meta_ads": ("Montant dépensé (EUR)", "9"),
    "ga4.traffic": ("Sessions", "9"),
}
"""What makes each export itself: left out where the header under test stands for it."""

FIGURES = [
    ("linkedin_ads.performance", "Total dépensé", "spend.amount"),
    ("linkedin_ads.performance", "Total dépensé (EUR)", "spend.amount"),
    ("linkedin_ads.performance", "Montant dépensé", "spend.amount"),
    ("linkedin_ads.performance", "Montant total dépensé", "spend.amount"),
    ("linkedin_ads.performance", "Dépenses", "spend.amount"),
    ("linkedin_ads.performance", "Dépenses totales", "spend.amount"),
    ("linkedin_ads.performance", "Impressions", "traffic.impressions"),
    ("linkedin_ads.performance", "Clics", "traffic.clicks"),
    ("linkedin_ads.performance", "Total des engagements", "traffic.engagements"),
    ("linkedin_ads.performance", "Total des interactions", "traffic.engagements"),
    ("linkedin_ads.performance", "Conversions", "traffic.claimed_conversions"),
    ("linkedin_ads.performance", "Prospects", "traffic.claimed_conversions"),
    ("google_ads.campaign", "Coût", "spend.amount"),
    ("google_ads.campaign", "Coût (EUR)", "spend.amount"),
    ("google_ads.campaign", "Impr.", "traffic.impressions"),
    ("google_ads.campaign", "Impressions", "traffic.impressions"),
    ("google_ads.campaign", "Clics", "traffic.clicks"),
    ("google_ads.campaign", "Conversions", "traffic.claimed_conversions"),
    ("meta_ads", "Montant dépensé (EUR)", "spend.amount"),
    ("meta_ads", "Montant dépensé", "spend.amount"),
    ("meta_ads", "Impressions", "traffic.impressions"),
    ("meta_ads", "Clics sur un lien", "traffic.clicks"),
    ("meta_ads", "Clics sur le lien", "traffic.clicks"),
    ("meta_ads", "Clics (tous)", "traffic.clicks"),
    ("meta_ads", "Interactions avec la publication", "traffic.engagements"),
    ("meta_ads", "Résultats", "traffic.claimed_conversions"),
    ("ga4.traffic", "Sessions", "traffic.sessions"),
    ("ga4.traffic", "Utilisateurs actifs", "traffic.visitors"),
    ("ga4.traffic", "Nombre total d’utilisateurs", "traffic.visitors"),
    ("ga4.traffic", "Total des utilisateurs", "traffic.visitors"),
    ("ga4.traffic", "Sessions avec engagement", "traffic.engaged_sessions"),
    ("ga4.traffic", "Événements clés", "traffic.claimed_conversions"),
]

RATES = [
    ("linkedin_ads.performance", "Taux de clics (CTR)"),
    ("linkedin_ads.performance", "Taux de clics"),
    ("linkedin_ads.performance", "Coût par clic"),
    ("google_ads.campaign", "Taux de clics"),
    ("google_ads.campaign", "CTR"),
    ("google_ads.campaign", "CPC moy."),
    ("google_ads.campaign", "Coût/conv."),
    ("meta_ads", "CTR (tous)"),
    ("meta_ads", "Coût par résultat"),
    ("meta_ads", "Couverture"),
    ("ga4.traffic", "Taux d’engagement"),
    ("ga4.traffic", "Nombre d’événements"),
]


def read_with(folder, system, header, value):
    """Read one row of an export with one more column, and return its facts, system and ignored."""
    known, cells = PLATFORMS[system]
    beside, nine = BESIDE[system]
    stands_for_it = header == beside or any(
        s == system and h == header and target == "spend.amount" for s, h, target in FIGURES
    )
    if not stands_for_it:
        known, cells = f"{known};{beside}", f"{cells};{nine}"
    found, rejected, _, plan = whole(written(folder, f"{known};{header}\n{cells};{value}\n"))
    assert not rejected
    return found, plan


@pytest.mark.parametrize(("system", "header", "target"), FIGURES)
def test_a_french_figure_is_read(system, header, target, tmp_path):
    """
    A figure under its French name is taken for what the platform means by it.
    """
    fact, _, column = target.partition(".")

    found, plan = read_with(tmp_path, system, header, "42")

    assert plan.system == system
    assert found[fact][0][column] == Decimal(42)


@pytest.mark.parametrize(("system", "header"), RATES)
def test_a_french_rate_is_left_out(system, header, tmp_path):
    """
    Rates, averages and reach are computed or not additive: they are left out, and said to be.
    """
    _, plan = read_with(tmp_path, system, header, "0,5")

    assert (plan.system, header in plan.ignored) == (system, True)


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Total dépensé", "spend.amount"),
        ("Dépenses publicitaires", "spend.amount"),
        ("Nombre de clics", "traffic.clicks"),
        ("Nombre d’impressions", "traffic.impressions"),
        ("Utilisateurs actifs", "traffic.visitors"),
    ],
)
def test_a_plain_french_table_is_read(header, target, tmp_path):
    """
    Somebody's own table may head its figures as the platforms do in French.
    """
    fact, _, column = target.partition(".")
    path = written(tmp_path, f"Date;Canal;{header}\n13/08/2026;A;42\n")

    found, *_ = whole(path, as_fact=fact)

    assert found[fact][0][column] == Decimal(42)


def test_a_plain_table_is_no_platform(tmp_path):
    """
    A table of spending with a start date and a channel keeps its channel: it is not LinkedIn's.
    """
    path = written(tmp_path, "Date de début;Canal;Dépenses\n13/08/2026;Salon;42\n")

    found, _, _, plan = whole(path, columns={"Date de début": "spent_on"})

    assert (plan.system, found["spend"][0]["source"]) == ("plain.spend", "Salon")

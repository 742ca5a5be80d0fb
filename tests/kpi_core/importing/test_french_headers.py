"""The French names that tools give to their columns are read as the English ones are."""

from datetime import date
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


DEAL = "ID de fiche d’informations;Nom de la transaction;Phase de la transaction;Montant"
WON = "12;Démo;Fermée gagnée;12\u202f500,00"
OPPORTUNITY = "Nom de l’opportunité;Étape;Date de clôture;Montant"
PERSON = "ID de fiche d’informations;E-mail;Prénom"

CRM_COLUMNS = [
    ("hubspot.deals", DEAL, WON, "Entreprise associée", "customer"),
    ("hubspot.deals", DEAL, WON, "Entreprise associée (principale)", "customer"),
    ("hubspot.deals", DEAL, WON, "Nom de l'entreprise", "customer"),
    ("hubspot.deals", DEAL, WON, "Associated Company", "customer"),
    ("hubspot.deals", DEAL, WON, "Source d’origine", "source"),
    ("hubspot.deals", DEAL, WON, "Source d'origine", "source"),
    ("hubspot.deals", DEAL, WON, "SOURCE D’ORIGINE", "source"),
    ("hubspot.deals", DEAL, WON, "Source d’origine du trafic", "source"),
    ("hubspot.deals", DEAL, WON, "Contact associe", "lead"),
    ("hubspot.deals", DEAL, WON, "Propriétaire de la transaction", "owner"),
    ("hubspot.contacts", PERSON, "7;lea@acme.fr;Léa", "Entreprise associée", "company"),
    ("hubspot.contacts", PERSON, "7;lea@acme.fr;Léa", "Source d’origine", "source"),
    ("hubspot.contacts", PERSON, "7;lea@acme.fr;Léa", "Propriétaire du contact", "owner"),
    ("hubspot.contacts", PERSON, "7;lea@acme.fr;Léa", "Intitulé du poste", "role"),
    ("hubspot.contacts", PERSON, "7;lea@acme.fr;Léa", "Job Title", "role"),
    ("salesforce.opportunities", OPPORTUNITY, "Démo;Gagnée;13/08/2026;9", "Nom du compte", "customer"),
    ("salesforce.opportunities", OPPORTUNITY, "Démo;Gagnée;13/08/2026;9", "Origine de la piste", "source"),
    ("salesforce.opportunities", OPPORTUNITY, "Démo;Gagnée;13/08/2026;9", "Source de la piste", "source"),
    (
        "salesforce.opportunities", OPPORTUNITY, "Démo;Gagnée;13/08/2026;9",
        "Propriétaire de l’opportunité", "owner",
    ),
    (
        "zoho.potentials", "Nom de l’affaire;Étape;Date de clôture;Montant;Nom du compte",
        "Démo;Gagnée;13/08/2026;9;Acme", "Propriétaire de l’affaire", "owner",
    ),
    (
        "zoho.potentials", "Nom de l’affaire;Étape;Propriétaire de l’affaire;Montant",
        "Démo;Gagnée;Jo;9", "Nom du compte", "customer",
    ),
    (
        "zoho.leads", "ID du prospect;E-mail;Propriétaire du prospect;Heure de création",
        "7;lea@acme.fr;Jo;13/08/2026 10:00", "Source du prospect", "source",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("system", "known", "cells", "header", "column"), CRM_COLUMNS)
def test_a_french_column_of_a_sales_tool_is_read(system, known, cells, header, column, tmp_path):
    """
    A sales tool's column is read under its French name, whatever the apostrophe and the accents.
    """
    found, rejected, _, plan = whole(written(tmp_path, f"{known};{header}\n{cells};Acme\n"))

    ((row,),) = found.values()
    assert (plan.system, plan.ignored, rejected) == (system, (), [])
    assert row[column] == "Acme"


def test_a_french_export_of_deals_is_read_whole(tmp_path):
    """
    HubSpot's deals in French give the account, the person and where they came from.
    """
    path = written(
        tmp_path,
        f"{DEAL};Date de fermeture;Date de création;Source d’origine;Entreprise associée;"
        "Contact associé;Propriétaire de la transaction;Pipeline;Type de transaction\n"
        f"{WON};12/03/2026;01/02/2026;Recherche naturelle;Acme;lea@acme.fr;Jo;Ventes;"
        "Nouvelle affaire\n",
    )

    found, _, _, plan = whole(path)

    expected = {
        "deal": "12", "customer": "Acme", "lead": "lea@acme.fr", "kind": "new", "state": "won",
        "created_on": date(2026, 2, 1), "closed_on": date(2026, 3, 12),
        "amount": Decimal("12500.0000"), "source": "Recherche naturelle", "owner": "Jo",
    }  # fmt: skip
    assert expected.items() <= found["deals"][0].items()
    assert plan.ignored == ("Pipeline",)


@pytest.mark.parametrize(
    "known", [("ID de fiche d’informations;E-mail", "7;lea@acme.fr"), ("E-mail", "lea@acme.fr")]
)
@pytest.mark.parametrize("last", ["Nom", "Nom de famille"])
def test_a_person_has_a_first_and_a_last_name(known, last, tmp_path):
    """
    A name in two columns is one name, first then last, whichever comes first in the file.
    """
    headers, cells = known

    found, *_ = whole(written(tmp_path, f"{headers};{last};Prénom\n{cells};Roy;Léa\n"))

    assert found["leads"][0]["name"] == "Léa Roy"

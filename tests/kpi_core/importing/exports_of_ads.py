"""What advertising platforms export."""

from datetime import date
from decimal import Decimal

from tests.kpi_core.importing.exported import NBSP, NNBSP, Export

ADS = [
    Export(
        "linkedin en, preamble and total",
        "Campaign Performance Report (in UTC)\nReport Start: 8/1/2026\n\n"
        "Start Date (in UTC),Account Name,Campaign Group Name,Campaign Name,Campaign ID,Currency,"
        "Total Spent,Impressions,Clicks\n"
        '8/13/2026,Acme,Q3,Demo,77,USD,"1,344.75","12,000",31\n'
        'Total,,,,,,"1,344.75","12,000",31\n',
        "linkedin_ads.performance",
        {
            "spend": {
                "spent_on": date(2026, 8, 13),
                "source": "LinkedIn Ads",
                "campaign": "Demo",
                "category": "direct",
                "amount": Decimal("1344.7500"),
                "currency": "USD",
                "source_row": 5,
            },
            "traffic": {"impressions": 12_000, "clicks": 31, "medium": "ads"},
        },
    ),
    Export(
        "linkedin en, the twelve first days only",
        "Start Date (in UTC),Account Name,Campaign Name,Campaign ID,Total Spent,Impressions,Clicks,"
        "Clicks to Landing Page,Conversions,Total Conversion Value,Currency\n"
        "8/1/2026,Acme,Demo,77,12.50,100,3,2,1,0,EUR\n",
        "linkedin_ads.performance",
        {"spend": {"spent_on": date(2026, 8, 1)}, "traffic": {"claimed_conversions": 1}},
    ),
    Export(
        "linkedin fr, utf-16 and tabs",
        "\ufeffRapport de performance des campagnes (en UTC)\t\t\t\t\n\t\t\t\t\n"
        "Date de début (en UTC)\tNom de la campagne\tNom de la publicité\tMontant "
        "dépensé\tImpressions"
        f"\tClics\n13/08/2026\tDémo\tVisuel 1\t1{NNBSP}344,75\t12{NNBSP}000\t31\n",
        "linkedin_ads.performance",
        {
            "spend": {
                "spent_on": date(2026, 8, 13),
                "campaign": "Démo",
                "content": "Visuel 1",
                "amount": Decimal("1344.7500"),
            },
            "traffic": {"impressions": 12_000},
        },
        encoding="utf-16-le",
    ),
    Export(
        "google en, whole report over two days",
        'Campaign report\n"Aug 1, 2026 - Aug 2, 2026"\n'
        "Campaign status,Campaign,Budget,Budget name,Budget type,Currency code,Status,Campaign "
        "type,"
        "Impr.,Conversions,Clicks,CTR,Cost,Likes\n"
        "Enabled,Brand,50, "
        '--,Daily,INR,Eligible,Search,"224,144",13.47,"1,024",0.46%,"224,144.69",0\n'
        'Total: Account,,,,,INR,,,"224,144",13.47,"1,024",0.46%,"224,144.69",0\n',
        "google_ads.campaign",
        {
            "spend": {
                "spent_on": date(2026, 8, 1),
                "source": "Google Ads",
                "campaign": "Brand",
                "amount": Decimal("224144.6900"),
                "currency": "INR",
            },
            "traffic": {"impressions": 224_144, "clicks": 1_024, "claimed_conversions": 13},
        },
    ),
    Export(
        "google en, by day",
        "Day,Campaign status,Campaign,Budget,Cost,Impr.,Clicks,Campaign ID\n"
        "2026-08-01,Enabled,Brand,50,12.5,100,3,9\n",
        "google_ads.campaign",
        {"spend": {"spent_on": date(2026, 8, 1), "amount": Decimal("12.5000")}},
    ),
    Export(
        "google fr, re-saved by Excel",
        "Rapport sur les campagnes\n1 septembre 2026 - 30 septembre 2026\n"
        "Campagne;Type de campagne;Coût;Conversions;Coût/conv.\n"
        f"Marque;Recherche;1{NBSP}234,56;3,00;411,52\n"
        f"Total : campagnes;--;1{NBSP}234,56;3,00;411,52\n",
        "google_ads.campaign",
        {
            "spend": {"spent_on": date(2026, 9, 1), "amount": Decimal("1234.5600")},
            "traffic": {"claimed_conversions": 3},
        },
        encoding="cp1252",
    ),
    Export(
        "google fr (Québec), by day",
        "Jour;Campagne;Code de la devise;Coût;Impr.;Clics;Conversions\n"
        f"2026-09-01;Marque;CAD;1{NNBSP}234,56;12{NBSP}345;67;2,5\n"
        f"Total : compte;--;CAD;1{NNBSP}234,56;12{NBSP}345;67;2,5\n",
        "google_ads.campaign",
        {
            "spend": {"amount": Decimal("1234.5600"), "currency": "CAD"},
            "traffic": {"impressions": 12_345, "claimed_conversions": 2},
        },
    ),
    Export(
        "google de",
        "Kampagnenbericht\n1. August 2026 - 2. August 2026\n"
        "Tag,Kampagne,Währungscode,Kosten,Impr.,Klicks,Conversions\n"
        '2026-08-01,Marke,EUR,"1.234,56","12.345",67,"2,00"\n'
        'Gesamt: Konto,,EUR,"1.234,56","12.345",67,"2,00"\n',
        "google_ads.campaign",
        {
            "spend": {"campaign": "Marke", "amount": Decimal("1234.5600")},
            "traffic": {"impressions": 12_345, "clicks": 67},
        },
    ),
    Export(
        "meta en, currency in the header",
        "Reporting starts,Reporting ends,Campaign name,Campaign delivery,Attribution "
        "setting,Results,"
        "Result indicator,Reach,Frequency,Cost per results,Amount spent (EGP),Impressions,"
        '"CPM (cost per 1,000 impressions) (EGP)",Link clicks,CPC (cost per link click) (EGP),'
        "CTR (link click-through rate),Clicks (all),CTR (all),CPC (all) (EGP),Landing page views,"
        "Cost per landing page view (EGP)\n"
        "2026-08-01,2026-08-31,Demo,active,7-day "
        "click,4,leads,900,1.1,3.1,12.5,1000,12.5,31,.4,3.1,40,"
        "4,.3,20,.6\n",
        "meta_ads",
        {
            "spend": {
                "spent_on": date(2026, 8, 1),
                "amount": Decimal("12.5000"),
                "currency": "EGP",
            },
            "traffic": {"clicks": 31, "claimed_conversions": 4, "source": "Meta Ads"},
        },
    ),
    Export(
        "meta fr, typographic apostrophes",
        "Début des rapports;Fin des rapports;Nom de la publicité;Nom de la campagne;"
        "Nom de l’ensemble de publicités;Résultats;Montant dépensé (EUR);Couverture;Impressions;"
        f"Clics (tous);Clics sur un lien;Visites du profil{NBSP}Instagram;"
        "Interactions avec la publication\n"
        "01/08/2026;01/08/2026;Visuel;Démo;Froid;4;12,5;900;1000;40;31;2;55\n",
        "meta_ads",
        {
            "spend": {"spent_on": date(2026, 8, 1), "content": "Visuel", "currency": "EUR"},
            "traffic": {"clicks": 31, "engagements": 55, "claimed_conversions": 4},
        },
    ),
    Export(
        "meta fr, by day",
        "Jour;Nom de la campagne;Montant dépensé (USD);Impressions\n2026-08-01;Démo;12,50;1000\n",
        "meta_ads",
        {"spend": {"amount": Decimal("12.5000"), "currency": "USD"}},
    ),
]

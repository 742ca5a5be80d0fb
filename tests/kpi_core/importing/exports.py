"""Exports as the tools write them: their real headers, with made-up rows."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Export:
    """A file, what it must be taken for, and one of its rows as facts."""

    id: str
    text: str
    system: str
    first: dict[str, dict[str, object]]
    encoding: str = "utf-8"
    accepted: int = 1
    hints: dict[str, object] = field(default_factory=dict)


NNBSP, NBSP = "\u202f", "\u00a0"

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

CRM = [
    Export(
        "hubspot deals en, with associations",
        "Record ID,Deal Name,Deal Stage,Amount,Deal owner,Associated Company IDs,"
        "Associated Contact IDs,Lead source,Close Date,Create Date\n"
        '00123,Acme renewal,Closed Won,"1,500",Ana,77,12;34,Webinar,2026-08-31,2026-08-01 09:12\n'
        "124,Beta,Appointment Scheduled,,Ana,78,,,2026-12-31,2026-08-02 10:00\n",
        "hubspot.deals",
        {
            "deals": {
                "deal": "00123",
                "name": "Acme renewal",
                "state": "won",
                "stage": "Closed Won",
                "amount": Decimal("1500.0000"),
                "lead": "12;34",
                "source": "Webinar",
                "closed_on": date(2026, 8, 31),
                "created_on": date(2026, 8, 1),
            }
        },
        accepted=2,
    ),
    Export(
        "hubspot deals fr",
        "ID de fiche d'informations,Nom de la transaction,Phase de la transaction,Pipeline,Montant,"
        "Date de fermeture,Date de création,Propriétaire de la transaction,"
        "Associated Company (Primary),Associated Contact IDs\n"
        '9,Acme,Fermé gagné,Ventes,"1500,5",2026-08-31,2026-08-01,Ana,Acme SA,12\n',
        "hubspot.deals",
        {"deals": {"state": "won", "amount": Decimal("1500.5000"), "customer": "Acme SA"}},
    ),
    Export(
        "hubspot contacts en",
        "\ufeffRecord ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date,"
        "Associated Company,Country/Region,Original Source,Contact owner\n"
        "12,Zoé,Martin, Zoe.Martin@Acme.FR ,0102030405,Open,2026-08-01 23:30,Acme,France,"
        "Organic Search,Ana\n",
        "hubspot.contacts",
        {
            "leads": {
                "lead": None,
                "external_id": "12",
                "email": "zoe.martin@acme.fr",
                "name": "Zoé Martin",
                "company": "Acme",
                "country": "France",
                "source": "Organic Search",
                "created_on": date(2026, 8, 1),
                "mql_on": None,
            }
        },
    ),
    Export(
        "hubspot contacts fr",
        "ID de fiche d'informations;Prénom;Nom;E-mail;Numéro de téléphone;Propriétaire du contact;"
        "Date de création\n12;Zoé;Martin;zoe@acme.fr;01;Ana;13/08/2026\n",
        "hubspot.contacts",
        {"leads": {"name": "Zoé Martin", "created_on": date(2026, 8, 13), "owner": "Ana"}},
    ),
    Export(
        "salesforce opportunities en, no identifier, currency beside the amount",
        "Territory Region,Opportunity Owner,Account Name,Opportunity Name,Stage,Forecast Category,"
        "Total Amount Currency,Total Amount,Fiscal Period,Close Date,Opportunity Next Steps,Type\n"
        'EMEA,Ana,Acme,Acme 2026,Closed Won,Closed,EUR,"12,000.00",Q3-2026,8/13/2026,,New '
        "Business\n"
        'EMEA,Ana,Beta,Beta up,Closed Lost,Omitted,EUR,"5,000.00",Q3-2026,8/1/2026,,Existing '
        "Business\n"
        "Confidential Information - Do Not Distribute\n",
        "salesforce.opportunities",
        {
            "deals": {
                "deal": "Acme 2026 · Acme",
                "kind": "new",
                "state": "won",
                "amount": Decimal("12000.0000"),
                "closed_on": date(2026, 8, 13),
                "segment": "EMEA",
            }
        },
        accepted=2,
    ),
    Export(
        "salesforce opportunities en, minimal",
        "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Probability,Owner,"
        "Next Step\n006A,Acme,Acme SA,Negotiation,1000,8/13/2026,75,Ana,\n",
        "salesforce.opportunities",
        {"deals": {"deal": "006A", "state": "open", "closed_on": None, "probability": 0.75}},
    ),
    Export(
        "salesforce opportunities fr, accents lost",
        "Propriétaire de l'opportunité;Date de création;Date de clôture;Etape;Opportunity Number;"
        "Prix total;Nom du produit\nAna;01/08/2026;13/08/2026;Conclue;OPP-1;1 200,50;Licence\n",
        "salesforce.opportunities",
        {
            "deals": {
                "deal": "OPP-1",
                "state": "won",
                "amount": Decimal("1200.5000"),
                "product": "Licence",
                "created_on": date(2026, 8, 1),
            }
        },
    ),
    Export(
        "salesforce leads en",
        "Lead ID,Lead Owner: Manager,Lead Owner,First Name,Last Name,Email,Lead Status,"
        "Last Activity,Phone,Primary Campaign,Campaign Channel,Create Date\n"
        "00Q1,Bob,Ana,Zoé,Martin,zoe@acme.fr,Open,,01,Webinar,Events,8/13/2026\n",
        "salesforce.leads",
        {
            "leads": {
                "external_id": "00Q1",
                "campaign": "Webinar",
                "source": "Events",
                "created_on": date(2026, 8, 13),
            }
        },
    ),
    Export(
        "salesforce leads en, a short report",
        "Lead Owner,First Name,Last Name,Title,Company / Account,Lead Source,Rating,Street,Email\n"
        "Ana,Zoé,Martin,CMO,Acme,Web,Hot,,zoe@acme.fr\n",
        "salesforce.leads",
        {"leads": {"company": "Acme", "source": "Web", "name": "Zoé Martin"}},
    ),
    Export(
        "zoho leads",
        "LEADID,Last Name,Company,Lead Owner,Email,Mobile,Website,Industry,Lead Source,Lead Status,"
        "Created Time,CONVERTED,month_Created Time1\n"
        "L1,Martin,Acme,Ana,zoe@acme.fr,,,IT,Web,Open,2026-08-01 09:00:00,No,8\n",
        "zoho.leads",
        {"leads": {"external_id": "L1", "segment": "IT", "created_on": date(2026, 8, 1)}},
    ),
    Export(
        "zoho campaigns",
        "CAMPAIGNID,Campaign Name,Type,Status,Created Time,Modified Time,Start Date,End Date,"
        "Expected Revenue,Budgeted Cost,Actual Cost,Num sent\n"
        "C1,Webinar,Email,Complete,2026-07-01,2026-07-02,2026-08-01,2026-08-13,$10K,$500,$342.09,"
        '"1,200"\n',
        "zoho.campaigns",
        {
            "spend": {
                "spent_on": date(2026, 8, 1),
                "campaign": "Webinar",
                "source": "Email",
                "category": "direct",
                "amount": Decimal("342.0900"),
                "currency": "USD",
            },
            "traffic": {"sent": 1_200, "medium": "email", "campaign": "Webinar"},
        },
    ),
    Export(
        "zoho campaigns fr",
        "Nom de la campagne;Type;Date de début;Date de fin;Revenu prévu;Coût budgété;Coût réel\n"
        "Salon;Salon;01/08/2026;13/08/2026;10000;500;342,09\n",
        "zoho.campaigns",
        {"spend": {"spent_on": date(2026, 8, 1), "amount": Decimal("342.0900")}},
    ),
    Export(
        "zoho potentials",
        "Potential Name,Potential Owner,Created Time,Closing Date,Amount,Expected Revenue,Stage,"
        "Forecast Type,Type,Lead Source,Probability,LEADID,Campaign Id\n"
        "Acme,Ana,2026-08-01,2026-08-13,$342.09K,$1K,Closed Won,P,New Business,Web,100,L1,C9\n",
        "zoho.potentials",
        {
            "deals": {
                "deal": "Acme · 2026-08-01",
                "amount": Decimal("342090.0000"),
                "currency": "USD",
                "lead": "L1",
                "probability": 1.0,
                "kind": "new",
            }
        },
    ),
]

EMAIL = [
    Export(
        "mailchimp campaigns",
        'Title,Subject,List,"Send Date","Send Weekday","Total Recipients","Successful Deliveries",'
        '"Soft Bounces","Hard Bounces","Total Bounces","Times Forwarded","Unique Opens","Open '
        'Rate",'
        '"Total Opens","Unique Clicks","Click Rate","Total Clicks",Unsubscribes\n'
        'News,"Hello, you",All,"Jun 09, 2018 09:30 pm",Saturday,"1,750","1,742",5,3,8,0,125,27.78%,'
        "200,31,7%,40,2\n",
        "mailchimp.campaigns",
        {
            "traffic": {
                "seen_on": date(2018, 6, 9),
                "source": "Mailchimp",
                "medium": "email",
                "campaign": "News",
                "content": "Hello, you",
                "sent": 1_750,
                "delivered": 1_742,
                "bounces": 8,
                "opens": 200,
                "unique_opens": 125,
                "clicks": 40,
                "unique_clicks": 31,
            }
        },
    ),
    Export(
        "mailchimp campaigns, with their cost",
        'Title,Subject,"Send Date","Total Recipients","Successful Deliveries","Campaign Cost"\n'
        'News,Hello,"Jun 09, 2018 09:30 pm","1,750","1,742",120.50\n',
        "mailchimp.campaigns",
        {
            "traffic": {"sent": 1_750, "campaign": "News"},
            "spend": {
                "spent_on": date(2018, 6, 9),
                "source": "Mailchimp",
                "campaign": "News",
                "category": "direct",
                "amount": Decimal("120.5000"),
            },
        },
    ),
    Export(
        "mailchimp audience",
        '"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,'
        "CONFIRM_IP,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS\n"
        "zoe@acme.fr,Zoé,Martin,3,2026-08-01 10:00:00,1.2.3.4,2026-08-01 10:01:00,1.2.3.4,FR,,"
        "2026-08-02 10:00:00,55,ab12,,\n",
        "mailchimp.audience",
        {"leads": {"email": "zoe@acme.fr", "external_id": "ab12", "country": "FR"}},
    ),
    Export(
        "klaviyo campaigns",
        "Campaign Name,Tags,Subject,List,Send Time,Send Weekday,Total Recipients,Unique Placed "
        "Order,"
        "Placed Order Rate,Revenue,Unique Opens,Open Rate,Total Opens,Unique Clicks,Click Rate,"
        "Total Clicks,Unsubscribes,Spam Complaints,Spam Complaints Rate,Successful "
        "Deliveries,Bounces,"
        "Bounce Rate,Campaign ID,Campaign Channel\n"
        "News,,Hello,All,2026-08-01 09:30:00,Saturday,100,2,2%,50,40,40%,60,9,9%,12,1,0,0%,98,2,2%,"
        "K1,email\n",
        "klaviyo",
        {"traffic": {"sent": 100, "delivered": 98, "bounces": 2, "claimed_conversions": 2}},
    ),
    Export(
        "brevo contacts",
        "EMAIL;LASTNAME;FIRSTNAME;SMS;EMAIL_BLACKLISTED;SMS_BLACKLISTED;ADDED_TIME;MODIFIED_TIME\n"
        "zoe@acme.fr;Martin;Zoé;;No;No;12-04-2022 09:30;12-04-2022 09:30\n",
        "brevo.contacts",
        {"leads": {"created_on": date(2022, 4, 12), "name": "Zoé Martin"}},
    ),
]

OUTREACH = [
    Export(
        "waalaxy",
        "firstName,lastName,gender,job_title,occupation,company_name,company_website,location,country,"
        "linkedinUrl,linkedinEmail,proEmail,phoneNumbers,state,prospectList,messageSent,messageReplied,"
        "lastReplyDetected,lastReplyDetectedDate,connectionRequestDate,connectedAt\n"
        "Zoé,Martin,f,CMO,,Acme,,Paris,France,https://www.LinkedIn.com/in/zoe-martin/?x=1,,,,"
        "interested,CMO list,yes,yes,Bonjour,2026-08-10,2026-08-01,2026-08-03\n"
        "Bob,Roy,m,CTO,,Beta,,Lyon,France,https://fr.linkedin.com/in/bob,,,,connected,CMO "
        "list,yes,no,"
        ",,2026-08-02,2026-08-03\n",
        "waalaxy",
        {
            "leads": {
                "linkedin_url": "linkedin.com/in/zoe-martin",
                "contacted_on": date(2026, 8, 1),
                "created_on": date(2026, 8, 10),
                "campaign": "CMO list",
                "source": "Waalaxy",
                "name": "Zoé Martin",
                "role": "CMO",
            }
        },
        accepted=2,
    ),
    Export(
        "lemlist",
        "email,companyName,phone,campaigns,owner,leadStatus,addedToLemlist,firstContactedDate,"
        "lastContactedDate,lastRepliedDate,lastLeadMarkedAsInterestedDate,isActiveInCampaigns,"
        "emailDeliverability\n"
        "zoe@acme.fr,Acme,,Q3,Ana,Replied,2026-07-30,2026-08-01T08:00:00.000Z,2026-08-05,,"
        "2026-08-06T22:30:00.000Z,true,deliverable\n",
        "lemlist",
        {
            "leads": {
                "email": "zoe@acme.fr",
                "contacted_on": date(2026, 8, 1),
                "created_on": date(2026, 8, 7),
                "source": "lemlist",
            }
        },
    ),
]

WEB = [
    Export(
        "ga4 traffic acquisition",
        "# ----------------------------------------\n# Traffic acquisition\n"
        "# Start date: 20260801\n# End date: 20260831\n#\n"
        "Session primary channel group (Default Channel Group),Sessions,Engaged sessions,"
        "Engagement rate,Key events,Total revenue\nOrganic Search,1200,800,0.66,12,0\n",
        "ga4.traffic",
        {
            "traffic": {
                "seen_on": date(2026, 8, 1),
                "medium": "site",
                "source": "Organic Search",
                "sessions": 1200,
                "engaged_sessions": 800,
                "claimed_conversions": 12,
            }
        },
    ),
    Export(
        "ga4 exploration by day",
        "Date,Session default channel group,Sessions,Event count (book_now_click)\n"
        "20260801,Direct,12,3\n",
        "ga4.traffic",
        {"traffic": {"seen_on": date(2026, 8, 1), "sessions": 12}},
    ),
    Export(
        "ga4 de",
        "# Startdatum: 20260801\n# Enddatum: 20260802\n"
        "Sitzung - Primäre Channelgruppe (Standard-Channelgruppe),Sitzungen,"
        "Sitzungen mit Interaktionen\nDirect,12,3\n",
        "ga4.traffic",
        {"traffic": {"sessions": 12, "engaged_sessions": 3}},
    ),
    Export(
        "hootsuite posts",
        'Post performance,,,\n"Mar 1, 2024 - Mar 31, 2024",,,\n'
        "Date (GMT),Post ID,Post Message,Post Permalink,Post Type,Social Network,Impressions,Reach,"
        "Engagement,Likes,Comments,Shares,Post Link Clicks,Video Views\n"
        "2024-03-01 23:30,P1,Bonjour,http://x,text,LinkedIn,1000,900,50,40,5,5,12,0\n",
        "hootsuite.posts",
        {
            "traffic": {
                "seen_on": date(2024, 3, 2),
                "source": "LinkedIn",
                "medium": "social",
                "content": "P1",
                "engagements": 50,
                "clicks": 12,
            }
        },
    ),
    Export(
        "sprout posts",
        "Date,Post ID,Network,Post Type,Content Type,Profile,Sent by,Link,Post,Impressions,Reach,"
        "Engagements,Engagement Rate (per Impression),Reactions,Comments,Shares,Saves,"
        "Post Link Clicks,Video Views\n"
        "03/04/2026 10:00 "
        "am,P1,LinkedIn,Post,Text,Acme,Ana,,Bonjour,1000,900,50,5%,40,5,5,0,12,0\n",
        "sprout.posts",
        {"traffic": {"seen_on": date(2026, 3, 4), "engagements": 50, "source": "LinkedIn"}},
    ),
]

PLAIN = [
    Export(
        "plain spend fr",
        f"Date;Canal;Campagne;Coût\n13/08/2026;LinkedIn;Démo;1{NBSP}234,56 €\n",
        "plain.spend",
        {
            "spend": {
                "spent_on": date(2026, 8, 13),
                "source": "LinkedIn",
                "campaign": "Démo",
                "amount": Decimal("1234.5600"),
                "currency": "EUR",
                "category": None,
            }
        },
        encoding="cp1252",
    ),
    Export(
        "plain spend fr, months only",
        "Mois;Poste;Dépenses\njanvier 2026;Salaires;12 000\nfévr. 2026;Salaires;12 000\n",
        "plain.spend",
        {"spend": {"spent_on": date(2026, 1, 1), "label": "Salaires"}},
        accepted=2,
    ),
    Export(
        "plain spend en with clicks",
        "Date,Channel,Campaign,Cost,Impressions,Clicks\n2026-08-01,Bing,Demo,12.5,1000,31\n",
        "plain.spend",
        {"spend": {"amount": Decimal("12.5000")}, "traffic": {"clicks": 31, "medium": "ads"}},
    ),
    Export(
        "plain deals fr",
        "N° affaire;Client;Étape;Montant HT;Date de signature;Commercial\n"
        "A-1;Acme;Gagné;1 500,00;13/08/2026;Ana\n",
        "plain.deals",
        {"deals": {"deal": "A-1", "state": "won", "amount": Decimal("1500.0000")}},
    ),
    Export(
        "plain leads fr",
        "Prénom;Nom;E-mail;Entreprise;Date de création;Source\n"
        "Zoé;Martin;zoe@acme.fr;Acme;13/08/2026;Salon\n",
        "plain.leads",
        {"leads": {"name": "Zoé Martin", "email": "zoe@acme.fr", "source": "Salon"}},
    ),
    Export(
        "plain touchpoints",
        "Date;E-mail;Canal;Action\n2026-08-01 10:00;zoe@acme.fr;LinkedIn;clic\n",
        "plain.touchpoints",
        {"touchpoints": {"touched_on": date(2026, 8, 1), "lead": "zoe@acme.fr", "action": "clic"}},
    ),
    Export(
        "plain subscriptions",
        "Subscription,Customer,Start date,End date,MRR\nS1,Acme,2026-01-01,,99.00\n",
        "plain.subscriptions",
        {"subscriptions": {"mrr": Decimal("99.0000"), "ended_on": None}},
    ),
    Export(
        "plain survey",
        "Date de réponse;Répondant;NPS\n13/08/2026;zoe@acme.fr;9\n",
        "plain.surveys",
        {"surveys": {"score": 9.0, "respondent": "zoe@acme.fr"}},
    ),
]

EXPORTS = [*ADS, *CRM, *EMAIL, *OUTREACH, *WEB, *PLAIN]

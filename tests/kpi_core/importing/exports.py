"""Exports as the tools write them: their real headers, with made-up rows."""

from datetime import date
from decimal import Decimal

from tests.kpi_core.importing.exported import NBSP, Export
from tests.kpi_core.importing.exports_of_ads import ADS
from tests.kpi_core.importing.exports_of_crm import CRM

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

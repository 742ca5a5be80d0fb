"""What the CRMs export."""

from datetime import date
from decimal import Decimal

from tests.kpi_core.importing.exported import Export

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

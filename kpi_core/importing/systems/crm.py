"""Customer relationship tools: who came, and what was signed."""

from __future__ import annotations

from kpi_core.importing.vocabulary import CONTRACT
from kpi_core.importing.words import System, words
from kpi_core.text import Text

_STAGES_WITHOUT_DATES = Text(
    en="Lifecycle stages without their dates are not recorded as MQL or SQL: "
    "add the “Became a … date” columns to the export.",
    fr="Les phases du cycle de vie sans leur date ne sont pas enregistrées en MQL ou SQL : "
    "ajoutez à l’export les colonnes de date de passage.",
)

_HUBSPOT_DEALS = System(
    id="hubspot.deals",
    title="HubSpot",
    needs=(
        words("Deal Name", "Nom de la transaction"),
        words("Deal Stage", "Phase de la transaction"),
    ),
    columns={
        "deals.deal": words("Record ID|Deal ID", "ID de fiche d'informations|Record ID"),
        "deals.name": words("Deal Name", "Nom de la transaction"),
        "deals.stage": words("Deal Stage", "Phase de la transaction"),
        "deals.amount": words("Amount", "Montant") + CONTRACT,
        "deals.currency": words("Currency|Deal Currency", "Devise"),
        "deals.created_on": words("Create Date", "Date de création"),
        "deals.closed_on": words("Close Date", "Date de fermeture"),
        "deals.owner": words(
            "Deal owner", "Propriétaire de la transaction|Collaborateur de transaction"
        ),
        "deals.customer": words(
            "Associated Company|Company Name|Associated Company (Primary)|Associated Company IDs"
        ),
        "deals.lead": words("Associated Contact IDs|Associated Contact"),
        "deals.source": words("Lead source|Original Source|Original Source Type"),
        "deals.$type": words("Deal Type", "Type de transaction"),
        "deals.probability": words("Deal Probability", "Probabilité de la transaction"),
    },
    date_order=None,
)

_HUBSPOT_CONTACTS = System(
    id="hubspot.contacts",
    title="HubSpot",
    needs=(
        words("Record ID", "ID de fiche d'informations"),
        words("Email", "E-mail"),
        words(
            "Contact owner|Lead Status|Lifecycle Stage|Create Date|First Name",
            "Propriétaire du contact|Date de création|Prénom",
        ),
    ),
    columns={
        "leads.external_id": words("Record ID", "ID de fiche d'informations"),
        "leads.email": words("Email", "E-mail"),
        "leads.name": words("First Name|Last Name", "Prénom|Nom"),
        "leads.company": words("Associated Company|Company Name", "Nom de l'entreprise"),
        "leads.owner": words("Contact owner", "Propriétaire du contact"),
        "leads.created_on": words("Create Date", "Date de création"),
        "leads.source": words("Original Source|Original Source Type", "Source d'origine"),
        "leads.country": words("Country/Region", "Pays/Région"),
        "leads.mql_on": words("Became a Marketing Qualified Lead Date"),
        "leads.sql_on": words("Became a Sales Qualified Lead Date"),
        "leads.score": words("HubSpot Score|Contact score"),
        "leads.$stage": words("Lifecycle Stage|Lead Status"),
    },
    joined=frozenset({"leads.name"}),
    note=_STAGES_WITHOUT_DATES,
)

_HUBSPOT_COMPANIES = System(
    id="hubspot.companies",
    title="HubSpot",
    needs=(
        words("Record ID", "ID de fiche d'informations"),
        words("Company name|Company owner", "Nom de l'entreprise"),
    ),
    columns={},
    refused=Text(
        en="This is HubSpot’s list of companies: export the deals and the contacts instead.",
        fr="C’est la liste des entreprises de HubSpot : exportez plutôt les transactions et les "
        "contacts.",
    ),
)

_SALESFORCE_OPPORTUNITIES = System(
    id="salesforce.opportunities",
    title="Salesforce",
    needs=(
        words(
            "Opportunity Name|Opportunity Owner|Opportunity ID",
            "Nom de l'opportunité|Propriétaire de l'opportunité|Opportunity Number",
        ),
        words("Stage", "Étape"),
        words(
            "Close Date|Amount|Total Amount|Total Price|Sales Price",
            "Date de clôture|Montant|Prix total|Prix de vente",
        ),
    ),
    columns={
        "deals.deal": words("Opportunity ID|Opportunity Number", "ID de l'opportunité"),
        "deals.name": words("Opportunity Name", "Nom de l'opportunité"),
        "deals.customer": words("Account Name", "Nom du compte"),
        "deals.owner": words("Opportunity Owner|Owner", "Propriétaire de l'opportunité"),
        "deals.lead": words(
            "Contact: Email|Contact Email|Email|Contact ID|Lead ID",
            "Contact : E-mail|E-mail du contact|E-mail|Adresse e-mail|ID du contact|ID de la piste",
        ),
        "deals.$primary": words(
            "Primary|Is Primary|Primary Contact|Contact Role: Primary",
            "Principal|Contact principal|Rôle du contact : Principal",
        ),
        "deals.stage": words("Stage", "Étape"),
        "deals.amount": words("Total Amount|Amount", "Montant") + CONTRACT,
        # A report with products repeats the opportunity: the price of each line, and how many.
        "deals.$line": words("Total Price|Sales Price", "Prix total|Prix de vente"),
        "deals.$quantity": words("Quantity", "Quantité"),
        "deals.currency": words(
            "Total Amount Currency|Amount Currency|Opportunity Currency",
            "Devise du montant|Montant Devise|Devise de l'opportunité",
        ),
        "deals.created_on": words("Created Date|Create Date", "Date de création"),
        "deals.closed_on": words("Close Date", "Date de clôture"),
        "deals.probability": words("Probability (%)|Probability", "Probabilité (%)|Probabilité"),
        "deals.$type": words("Type", "Type"),
        "deals.source": words("Lead Source", "Origine de la piste"),
        "deals.campaign": words("Primary Campaign Source", "Campagne principale d'origine"),
        "deals.product": words("Product Name", "Nom du produit"),
        "deals.segment": words("Territory Region|Industry", "Secteur d'activité"),
    },
    date_order="mdy",
)

_SALESFORCE_LEADS = System(
    id="salesforce.leads",
    title="Salesforce",
    needs=(
        words("Lead Owner", "Propriétaire de la piste"),
        words(
            "Lead ID|Lead Status|Company / Account|Rating",
            "Statut de la piste|Société / Compte|Entreprise",
        ),
        words("Email|Lead ID", "Adresse e-mail|E-mail"),
    ),
    columns={
        "leads.external_id": words("Lead ID", "ID de la piste"),
        "leads.email": words("Email", "Adresse e-mail|E-mail"),
        "leads.name": words("First Name|Last Name", "Prénom|Nom"),
        "leads.company": words("Company / Account|Company", "Société / Compte|Entreprise"),
        "leads.owner": words("Lead Owner", "Propriétaire de la piste"),
        "leads.created_on": words("Create Date|Created Date", "Date de création"),
        "leads.source": words("Lead Source|Campaign Channel", "Origine de la piste"),
        "leads.campaign": words("Primary Campaign", "Campagne principale"),
        "leads.country": words("Country", "Pays"),
        "leads.$stage": words("Lead Status", "Statut de la piste"),
    },
    joined=frozenset({"leads.name"}),
    date_order="mdy",
)

_ZOHO_LEADS = System(
    id="zoho.leads",
    title="Zoho CRM",
    needs=(words("LEADID"), words("Lead Owner"), words("Created Time")),
    columns={
        "leads.external_id": words("LEADID"),
        "leads.email": words("Email"),
        "leads.name": words("First Name|Last Name"),
        "leads.company": words("Company"),
        "leads.owner": words("Lead Owner"),
        "leads.created_on": words("Created Time"),
        "leads.source": words("Lead Source"),
        "leads.segment": words("Industry"),
        "leads.$stage": words("Lead Status"),
    },
    joined=frozenset({"leads.name"}),
)

_ZOHO_POTENTIALS = System(
    id="zoho.potentials",
    title="Zoho CRM",
    needs=(words("Potential Name"), words("Stage"), words("Potential Owner|Closing Date")),
    columns={
        "deals.deal": words("Potential Id|POTENTIALID"),
        "deals.name": words("Potential Name"),
        "deals.customer": words("Account Name"),
        "deals.lead": words("LEADID"),
        "deals.owner": words("Potential Owner"),
        "deals.stage": words("Stage"),
        "deals.amount": words("Amount"),
        "deals.created_on": words("Created Time"),
        "deals.closed_on": words("Closing Date"),
        "deals.probability": words("Probability"),
        "deals.$type": words("Type"),
        "deals.source": words("Lead Source"),
        "deals.campaign": words("Campaign Id"),
    },
)

_ZOHO_CAMPAIGNS = System(
    id="zoho.campaigns",
    title="Zoho CRM",
    needs=(
        words("Campaign Name", "Nom de la campagne"),
        words("Actual Cost", "Coût réel"),
        words("Budgeted Cost|Expected Revenue", "Coût budgété|Coût prévu|Revenu prévu"),
    ),
    columns={
        "traffic.seen_on spend.spent_on": words(
            "Start Date|Created Time", "Date de début|Heure de création"
        ),
        "spend.$until traffic.$until": words("End Date", "Date de fin"),
        "traffic.campaign spend.campaign": words("Campaign Name", "Nom de la campagne"),
        "traffic.source spend.source": words("Type|Campaign Type", "Type|Type de campagne"),
        # What was planned is no cost: a budget is never read as one.
        "spend.amount": words("Actual Cost", "Coût réel"),
        "spend.currency": words("Currency", "Devise"),
        "traffic.sent": words(
            "Num sent|Numbers sent|Number sent", "Nombre d'envois|Nombre envoyé|Nombre envoyés"
        ),
    },
    constants={"spend.category": "direct", "traffic.medium": "email"},
    note=Text(
        en="Campaigns count for what they did cost: the budgeted cost is left out, and a campaign "
        "without an actual cost is kept in quarantine unless it was sent to somebody.",
        fr="Les campagnes comptent pour leur coût réel : le coût budgété est laissé de côté, et "
        "une campagne sans coût réel reste en quarantaine, sauf si elle a des envois.",
    ),
)

CRM = (
    _HUBSPOT_DEALS,
    _ZOHO_CAMPAIGNS,
    _ZOHO_POTENTIALS,
    _ZOHO_LEADS,
    _SALESFORCE_OPPORTUNITIES,
    _SALESFORCE_LEADS,
    _HUBSPOT_CONTACTS,
    _HUBSPOT_COMPANIES,
)

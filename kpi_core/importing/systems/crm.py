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

_HUBSPOT_NUMBER = "ID de fiche d'informations|ID de la fiche d'informations|ID d'enregistrement"
_HUBSPOT_STAGE = "Phase du cycle de vie|Étape du cycle de vie|Statut du lead|Statut de lead"
_CREATED = "Date de création|Date de création du contact|Date de création de la transaction"
_ORIGIN = (
    "Source d'origine|Source originale|Source d'origine du trafic|Source de trafic d'origine"
    "|Type de source d'origine|Source du lead"
)
_EMAIL = "E-mail|Adresse e-mail|Email|Courriel"

_HUBSPOT_DEALS = System(
    id="hubspot.deals",
    title="HubSpot",
    needs=(
        words("Deal Name", "Nom de la transaction"),
        words("Deal Stage", "Phase de la transaction|Étape de la transaction"),
    ),
    columns={
        "deals.deal": words("Record ID|Deal ID", _HUBSPOT_NUMBER + "|ID de la transaction"),
        "deals.name": words("Deal Name", "Nom de la transaction"),
        "deals.stage": words("Deal Stage", "Phase de la transaction|Étape de la transaction"),
        "deals.amount": words("Amount", "Montant") + CONTRACT,
        "deals.currency": words("Currency|Deal Currency", "Devise|Devise de la transaction"),
        "deals.created_on": words("Create Date", _CREATED),
        "deals.closed_on": words("Close Date", "Date de fermeture|Date de clôture"),
        "deals.owner": words(
            "Deal owner", "Propriétaire de la transaction|Collaborateur de transaction"
        ),
        "deals.customer": words(
            "Associated Company|Company Name|Associated Company (Primary)|Associated Company IDs",
            "Entreprise associée|Nom de l'entreprise|Entreprise associée (principale)"
            "|Entreprise principale associée|Entreprises associées|Nom de l'entreprise associée"
            "|Entreprise|ID d'entreprise associée|ID de l'entreprise associée"
            "|ID d'entreprises associées|ID des entreprises associées",
        ),
        "deals.lead": words(
            "Associated Contact IDs|Associated Contact",
            "ID de contact associé|ID du contact associé|ID de contacts associés"
            "|ID des contacts associés|Contact associé|Contacts associés",
        ),
        "deals.source": words(
            "Lead source|Original Source|Original Traffic Source|Original Source Type", _ORIGIN
        ),
        "deals.$type": words("Deal Type", "Type de transaction"),
        "deals.probability": words("Deal Probability", "Probabilité de la transaction"),
    },
    date_order=None,
)

_HUBSPOT_CONTACTS = System(
    id="hubspot.contacts",
    title="HubSpot",
    needs=(
        words("Record ID", _HUBSPOT_NUMBER),
        words("Email", _EMAIL),
        words(
            "Contact owner|Lead Status|Lifecycle Stage|Create Date|First Name",
            f"Propriétaire du contact|{_HUBSPOT_STAGE}|{_CREATED}|Prénom",
        ),
    ),
    columns={
        "leads.external_id": words("Record ID", _HUBSPOT_NUMBER + "|ID du contact"),
        "leads.email": words("Email", _EMAIL),
        "leads.name": words("First Name|Last Name", "Prénom|Nom de famille|Nom"),
        "leads.company": words(
            "Associated Company|Company Name",
            "Entreprise associée|Nom de l'entreprise|Entreprise associée (principale)"
            "|Entreprise principale associée|Entreprises associées|Entreprise",
        ),
        "leads.role": words("Job Title", "Intitulé du poste|Intitulé de poste|Fonction|Poste"),
        "leads.owner": words("Contact owner", "Propriétaire du contact"),
        "leads.created_on": words("Create Date", _CREATED),
        "leads.source": words(
            "Original Source|Original Traffic Source|Original Source Type", _ORIGIN
        ),
        "leads.country": words("Country/Region", "Pays/Région|Pays"),
        "leads.mql_on": words(
            "Became a Marketing Qualified Lead Date",
            "Date de passage en lead qualifié marketing"
            "|Est devenu un lead qualifié marketing (date)"
            "|Date de passage à Marketing Qualified Lead",
        ),
        "leads.sql_on": words(
            "Became a Sales Qualified Lead Date",
            "Date de passage en lead qualifié commercial"
            "|Est devenu un lead qualifié commercial (date)"
            "|Date de passage à Sales Qualified Lead",
        ),
        "leads.score": words("HubSpot Score|Contact score", "Score HubSpot|Score du contact"),
        "leads.$stage": words("Lifecycle Stage|Lead Status", _HUBSPOT_STAGE),
    },
    joined=frozenset({"leads.name"}),
    note=_STAGES_WITHOUT_DATES,
)

_HUBSPOT_COMPANIES = System(
    id="hubspot.companies",
    title="HubSpot",
    needs=(
        words("Record ID", _HUBSPOT_NUMBER),
        words("Company name|Company owner", "Nom de l'entreprise|Propriétaire de l'entreprise"),
    ),
    columns={},
    refused=Text(
        en="This is HubSpot’s list of companies: export the deals and the contacts instead.",
        fr="C’est la liste des entreprises de HubSpot : exportez plutôt les transactions et les "
        "contacts.",
    ),
)

_LEAD_ORIGIN = "Origine de la piste|Source de la piste|Source de piste|Piste d'origine"

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
            "Date de clôture|Date de fermeture|Montant|Montant total|Prix total|Prix de vente",
        ),
    ),
    columns={
        "deals.deal": words(
            "Opportunity ID|Opportunity Number",
            "ID de l'opportunité|ID d'opportunité|Numéro de l'opportunité",
        ),
        "deals.name": words("Opportunity Name", "Nom de l'opportunité"),
        "deals.customer": words("Account Name", "Nom du compte|Compte"),
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
        "deals.amount": words("Total Amount|Amount", "Montant total|Montant") + CONTRACT,
        # A report with products repeats the opportunity: the price of each line, and how many.
        "deals.$line": words("Total Price|Sales Price", "Prix total|Prix de vente"),
        "deals.$quantity": words("Quantity", "Quantité"),
        "deals.currency": words(
            "Total Amount Currency|Amount Currency|Opportunity Currency",
            "Devise du montant|Montant Devise|Devise de l'opportunité",
        ),
        "deals.created_on": words("Created Date|Create Date", "Date de création"),
        "deals.closed_on": words("Close Date", "Date de clôture|Date de fermeture"),
        "deals.probability": words("Probability (%)|Probability", "Probabilité (%)|Probabilité"),
        "deals.$type": words("Type", "Type"),
        "deals.source": words("Lead Source", _LEAD_ORIGIN),
        "deals.campaign": words(
            "Primary Campaign Source",
            "Campagne principale d'origine|Source de la campagne principale",
        ),
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
            "Statut de la piste|Société / Compte|Société|Entreprise|ID de la piste",
        ),
        words("Email|Lead ID", _EMAIL),
    ),
    columns={
        "leads.external_id": words("Lead ID", "ID de la piste"),
        "leads.email": words("Email", _EMAIL),
        "leads.name": words("First Name|Last Name", "Prénom|Nom de famille|Nom"),
        "leads.company": words("Company / Account|Company", "Société / Compte|Société|Entreprise"),
        "leads.role": words("Title", "Titre|Fonction"),
        "leads.owner": words("Lead Owner", "Propriétaire de la piste"),
        "leads.created_on": words("Create Date|Created Date", "Date de création"),
        "leads.source": words("Lead Source|Campaign Channel", _LEAD_ORIGIN),
        "leads.campaign": words("Primary Campaign", "Campagne principale"),
        "leads.country": words("Country", "Pays"),
        "leads.$stage": words("Lead Status", "Statut de la piste"),
    },
    joined=frozenset({"leads.name"}),
    date_order="mdy",
)

_ZOHO_PERSON = "ID du prospect|ID de prospect|ID d'enregistrement|ID de l'enregistrement"
_ZOHO_ORIGIN = "Source du prospect|Source de prospect|Origine du prospect"
_ZOHO_DEAL = "Nom de l'affaire|Nom de la transaction|Nom de l'opportunité"
_ZOHO_OWNER = "Propriétaire de l'affaire|Propriétaire de la transaction"

_ZOHO_LEADS = System(
    id="zoho.leads",
    title="Zoho CRM",
    needs=(
        words("LEADID", _ZOHO_PERSON),
        words("Lead Owner", "Propriétaire du prospect|Propriétaire de prospect"),
        words("Created Time", "Heure de création|Date de création"),
    ),
    columns={
        "leads.external_id": words("LEADID", _ZOHO_PERSON),
        "leads.email": words("Email", _EMAIL),
        "leads.name": words("First Name|Last Name", "Prénom|Nom de famille|Nom"),
        "leads.company": words("Company", "Société|Entreprise"),
        "leads.owner": words("Lead Owner", "Propriétaire du prospect|Propriétaire de prospect"),
        "leads.created_on": words("Created Time", "Heure de création|Date de création"),
        "leads.source": words("Lead Source", _ZOHO_ORIGIN),
        "leads.segment": words("Industry", "Secteur d'activité|Secteur"),
        "leads.$stage": words("Lead Status", "Statut du prospect|Statut de prospect"),
    },
    joined=frozenset({"leads.name"}),
)

_ZOHO_POTENTIALS = System(
    id="zoho.potentials",
    title="Zoho CRM",
    needs=(
        words("Potential Name", _ZOHO_DEAL),
        words("Stage", "Étape|Phase"),
        # An owner named so is Zoho's: “Date de clôture” heads anybody's own table.
        words("Potential Owner|Closing Date", _ZOHO_OWNER),
    ),
    columns={
        "deals.deal": words(
            "Potential Id|POTENTIALID",
            "ID de l'affaire|ID de la transaction|ID d'enregistrement|ID de l'enregistrement",
        ),
        "deals.name": words("Potential Name", _ZOHO_DEAL),
        "deals.customer": words("Account Name", "Nom du compte|Compte"),
        "deals.lead": words("LEADID", "ID du prospect"),
        "deals.owner": words("Potential Owner", _ZOHO_OWNER),
        "deals.stage": words("Stage", "Étape|Phase"),
        "deals.amount": words("Amount", "Montant"),
        "deals.created_on": words("Created Time", "Heure de création|Date de création"),
        "deals.closed_on": words("Closing Date", "Date de clôture|Date de fermeture"),
        "deals.probability": words("Probability", "Probabilité (%)|Probabilité"),
        "deals.$type": words("Type", "Type"),
        "deals.source": words("Lead Source", _ZOHO_ORIGIN),
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

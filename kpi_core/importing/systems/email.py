"""E-mail tools: what was sent, opened and clicked, and who signed up."""

from __future__ import annotations

from kpi_core.importing.words import System, words
from kpi_core.text import Text

_MAILCHIMP_CAMPAIGNS = System(
    id="mailchimp.campaigns",
    title="Mailchimp",
    needs=(words("Send Date"), words("Total Recipients"), words("Successful Deliveries")),
    columns={
        "traffic.seen_on spend.spent_on": words("Send Date"),
        "traffic.campaign spend.campaign": words("Title"),
        "traffic.content spend.content": words("Subject"),
        "spend.amount": words(
            "Campaign Cost|Cost|Actual Cost|Spend", "Coût de la campagne|Coût|Coût réel|Dépense"
        ),
        "traffic.sent": words("Total Recipients"),
        "traffic.delivered": words("Successful Deliveries"),
        "traffic.bounces": words("Total Bounces"),
        "traffic.opens": words("Total Opens"),
        "traffic.unique_opens": words("Unique Opens"),
        "traffic.clicks": words("Total Clicks"),
        "traffic.unique_clicks": words("Unique Clicks"),
    },
    constants={
        "traffic.source": "Mailchimp",
        "traffic.medium": "email",
        "spend.source": "Mailchimp",
        "spend.category": "direct",
    },
    # Mailchimp writes a cost of 0 for campaigns whose cost nobody told it.
    zero_is_unknown=frozenset({"spend.amount"}),
    date_order="mdy",
)

_MAILCHIMP_ONE = System(
    id="mailchimp.one_campaign",
    title="Mailchimp",
    needs=(words("Total Recipients:|Email Campaign Report|Title:"),),
    columns={},
    refused=Text(
        en="This is Mailchimp’s report of a single campaign: in Mailchimp, export the list of "
        "campaigns (Reports, then Export).",
        fr="C’est le rapport Mailchimp d’une seule campagne : dans Mailchimp, exportez la liste "
        "des "
        "campagnes (Reports, puis Export).",
    ),
)

_MAILCHIMP_AUDIENCE = System(
    id="mailchimp.audience",
    title="Mailchimp",
    needs=(
        words("Email Address"),
        words("OPTIN_TIME|CONFIRM_TIME"),
        words("LEID|EUID|MEMBER_RATING"),
    ),
    columns={
        "leads.external_id": words("EUID|LEID"),
        "leads.email": words("Email Address"),
        "leads.name": words("First Name|Last Name"),
        "leads.created_on": words("OPTIN_TIME|CONFIRM_TIME"),
        "leads.country": words("CC"),
    },
    joined=frozenset({"leads.name"}),
)

_KLAVIYO = System(
    id="klaviyo",
    title="Klaviyo",
    needs=(words("Campaign Name"), words("Send Time"), words("Total Recipients")),
    columns={
        "traffic.seen_on": words("Send Time"),
        "traffic.campaign": words("Campaign Name"),
        "traffic.content": words("Subject"),
        "traffic.sent": words("Total Recipients"),
        "traffic.delivered": words("Successful Deliveries"),
        "traffic.bounces": words("Bounces"),
        "traffic.opens": words("Total Opens"),
        "traffic.unique_opens": words("Unique Opens"),
        "traffic.clicks": words("Total Clicks"),
        "traffic.unique_clicks": words("Unique Clicks"),
        "traffic.claimed_conversions": words("Unique Placed Order"),
    },
    constants={"traffic.source": "Klaviyo", "traffic.medium": "email"},
)

_BREVO_CONTACTS = System(
    id="brevo.contacts",
    title="Brevo",
    needs=(
        words("EMAIL"),
        words("ADDED_TIME"),
        words("EMAIL_BLACKLISTED|SMS_BLACKLISTED|MODIFIED_TIME"),
    ),
    columns={
        "leads.email": words("EMAIL"),
        "leads.name": words("FIRSTNAME|LASTNAME", "PRENOM|NOM"),
        "leads.created_on": words("ADDED_TIME"),
    },
    joined=frozenset({"leads.name"}),
    date_order="dmy",
)

# Lines of a single campaign share words with the lists above: tried last.
EMAIL = (_MAILCHIMP_CAMPAIGNS, _MAILCHIMP_AUDIENCE, _KLAVIYO, _BREVO_CONTACTS, _MAILCHIMP_ONE)

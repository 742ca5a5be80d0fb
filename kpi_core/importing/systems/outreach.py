"""Prospecting tools: who was contacted, and who answered. Being contacted makes nobody a lead."""

from __future__ import annotations

from kpi_core.importing.words import System, words
from kpi_core.text import Text

_CONTACTED = Text(
    en="Contacted people become leads when they reply, even to refuse: a refusal has no MQL date.",
    fr="Les personnes contactées deviennent des leads quand elles répondent, même par un refus : un "
    "refus n’a pas de date MQL.",
)

_WAALAXY = System(
    id="waalaxy",
    title="Waalaxy",
    needs=(
        words("linkedinUrl"),
        words("prospectList|connectionRequestDate|messageSent|linkedinEmail"),
    ),
    columns={
        "leads.linkedin_url": words("linkedinUrl"),
        "leads.email": words("proEmail|linkedinEmail|email"),
        "leads.name": words("firstName|lastName"),
        "leads.company": words("company_name"),
        "leads.role": words("job_title|occupation"),
        "leads.country": words("country"),
        "leads.campaign": words("prospectList"),
        "leads.contacted_on": words("connectionRequestDate|connectedAt"),
        # The day of a reply, whatever the state: « not_interested » answered too.
        "leads.created_on": words("lastReplyDetectedDate"),
    },
    joined=frozenset({"leads.email", "leads.name", "leads.contacted_on"}),
    constants={"leads.source": "Waalaxy"},
    note=_CONTACTED,
)

_LEMLIST = System(
    id="lemlist",
    title="lemlist",
    needs=(
        words("email"),
        words("firstContactedDate|addedToLemlist"),
        words("leadStatus|campaigns"),
    ),
    columns={
        "leads.email": words("email"),
        "leads.name": words("firstName|lastName"),
        "leads.linkedin_url": words("linkedinUrl"),
        "leads.company": words("companyName"),
        "leads.role": words("jobTitle"),
        "leads.owner": words("owner"),
        "leads.campaign": words("campaigns"),
        "leads.contacted_on": words("firstContactedDate"),
        "leads.created_on": words("lastRepliedDate|lastLeadMarkedAsInterestedDate"),
    },
    joined=frozenset({"leads.name", "leads.created_on"}),
    constants={"leads.source": "lemlist"},
    note=_CONTACTED,
)

OUTREACH = (_WAALAXY, _LEMLIST)

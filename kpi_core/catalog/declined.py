"""What people ask for and the data never holds: declined with the reason, and what to ask instead."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.text import Text

_NOT_INVOICED = Text(
    en="Invoices are not imported: revenue counts the deals signed. Ask for revenue (signed), or MRR.",
    fr="Les factures ne sont pas importées : le CA compte les affaires signées. Demandez le CA signé, ou le MRR.",
)
_NOT_COLLECTED = Text(
    en="Payments are not imported: revenue counts the deals signed. Ask for revenue (signed), or MRR.",
    fr="Les encaissements ne sont pas importés : le CA compte les affaires signées. Demandez le CA signé, ou le MRR.",
)
_NOT_STAFF = Text(
    en="Staff turnover is not a marketing or sales figure and is not recorded. For customers who leave, ask for churn.",
    fr="L’attrition des salariés n’est pas un chiffre marketing ou commercial et n’est pas enregistrée. Pour les clients qui partent, demandez le taux de résiliation.",
)
_NOT_NET = Text(
    en="Only the gross margin of deals is recorded: no taxes, salaries outside of marketing and sales, nor other charges. Ask for gross profit, or for ROI.",
    fr="Seule la marge brute des affaires est enregistrée\u00a0: ni impôts, ni salaires hors marketing et ventes, ni autres charges. Demandez la marge brute, ou le ROI.",
)
_NOT_BY_TEAM = Text(
    en="Costs are kept by what they pay for, not by team: ask for salaries, hours spent, or the cost structure.",
    fr="Les coûts sont tenus par nature, pas par équipe\u00a0: demandez les salaires, les heures passées, ou la structure des coûts.",
)
_NOT_UNSUBSCRIBED = Text(
    en="Unsubscribes from e-mails are not imported. For customers who leave, ask for churn.",
    fr="Les désabonnements aux e-mails ne sont pas importés. Pour les clients qui partent, demandez le taux de résiliation.",
)

_NOT_SCORED = Text(
    en="The score of one lead is not told here. Ask which are the hot leads, or for lead quality by channel.",
    fr="Le score d’un lead seul ne se dit pas ici. Demandez quels sont les leads chauds, ou la qualité des leads par canal.",
)
_NOT_REASONED = Text(
    en="Why a deal was lost is not recorded. Ask for lost deals, or the win rate, by channel or by salesperson.",
    fr="Le motif d’une perte n’est pas enregistré. Demandez les affaires perdues, ou le taux de gain, par canal ou par commercial.",
)

_WORDS = {
    _NOT_SCORED: (
        "lead score",
        "lead scores",
        "lead scoring",
        "score of leads",
        "score des leads",
        "score d’un lead",
        "scoring des leads",
    ),
    _NOT_REASONED: (
        "loss reasons",
        "lost reasons",
        "reasons for lost deals",
        "reasons for losing deals",
        "reasons for losses",
        "reasons we lose deals",
        "reason deals are lost",
        "motifs de perte",
        "motif de perte",
        "raisons de perte",
        "raisons des pertes",
        "raisons des affaires perdues",
        "causes de perte",
    ),
    _NOT_INVOICED: (
        "ca facturé",
        "chiffre d’affaires facturé",
        "revenu facturé",
        "facturation",
        "invoiced revenue",
        "billed revenue",
        "billings",
        "invoiced",
        "invoice",
        "invoices",
        "facturé",
        "factures",
    ),
    _NOT_COLLECTED: (
        "ca encaissé",
        "chiffre d’affaires encaissé",
        "encaissements",
        "collected revenue",
        "cash collected",
        "revenue collected",
    ),
    _NOT_NET: (
        "net margin",
        "net profit",
        "net earnings",
        "operating profit",
        "marge nette",
        "bénéfice net",
        "profit net",
    ),
    _NOT_UNSUBSCRIBED: (
        "unsubscribe rate",
        "unsubscribes",
        "email unsubscribes",
        "newsletter unsubscribes",
        "désabonnement newsletter",
        "désabonnements newsletter",
        "désabonnement e-mail",
        "désabonnements e-mail",
        "désinscription",
        "désinscriptions",
    ),
    _NOT_BY_TEAM: (
        "cost of the team",
        "team cost",
        "staff cost",
        "coût de l’équipe",
        "coût des équipes",
    ),
    _NOT_STAFF: (
        "attrition des salariés",
        "turnover des salariés",
        "rotation du personnel",
        "employee turnover",
        "employee attrition",
        "staff turnover",
    ),
}

DECLINED: Mapping[str, Text] = {word: why for why, words in _WORDS.items() for word in words}

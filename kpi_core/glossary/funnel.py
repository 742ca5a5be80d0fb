"""From a visitor to a customer: one date a stage, and a lead belongs to what brought it.

Stages imply the earlier ones: a lead qualified by sales with no marketing date counts as
qualified by marketing on the same day, and the inferred count is shown.
"""

from kpi_core.glossary.term import Term
from kpi_core.measures import Aggregate, Measure, Nothing
from kpi_core.text import Text
from kpi_core.units import Unit


def _lead(date: str, inferred: str | None = None) -> Measure:
    return Measure(relation="leads", date=date, inferred=inferred)


TERMS = {
    "visitors": Term(
        title=Text(en="Visitors", fr="Visiteurs"),
        unit=Unit.COUNT,
        measure=Measure(
            relation="traffic",
            date="seen_on",
            aggregate=Aggregate.SINGLE,
            column="visitors",
            nothing=Nothing.MISSING,
        ),
    ),
    "contacted": Term(
        title=Text(en="People contacted", fr="Personnes contactées"),
        unit=Unit.COUNT,
        measure=_lead("contacted_on"),
        stage="contacted_on",
    ),
    "meetings": Term(
        title=Text(en="Meetings", fr="Rendez-vous"),
        unit=Unit.COUNT,
        measure=_lead("meeting_on"),
        stage="meeting_on",
    ),
    "leads": Term(
        title=Text(en="Leads", fr="Leads"),
        unit=Unit.COUNT,
        measure=_lead("created_on"),
        stage="created_on",
    ),
    "mqls": Term(
        title=Text(en="Marketing-qualified leads (MQL)", fr="Leads qualifiés marketing (MQL)"),
        unit=Unit.COUNT,
        measure=_lead("mql_on", "mql_inferred"),
        stage="mql_on",
    ),
    "sqls": Term(
        title=Text(en="Sales-qualified leads (SQL)", fr="Leads qualifiés vente (SQL)"),
        unit=Unit.COUNT,
        measure=_lead("sql_on", "sql_inferred"),
        stage="sql_on",
    ),
    "opportunities": Term(
        title=Text(en="Opportunities created", fr="Opportunités créées"),
        unit=Unit.COUNT,
        measure=Measure(relation="deals", date="created_on", where={"is_new": (True,)}),
        stage="opportunity_on",
    ),
    "new_customers": Term(
        title=Text(en="New customers", fr="Nouveaux clients"),
        unit=Unit.COUNT,
        measure=Measure(relation="deals", date="closed_on", where={"first_won": (True,)}),
        stage="customer_on",
    ),
    "trials": Term(
        title=Text(en="Trials started", fr="Essais démarrés"),
        unit=Unit.COUNT,
        measure=_lead("trial_on"),
        stage="trial_on",
    ),
    "paid_after_trial": Term(
        title=Text(
            en="Trials turned into paid subscriptions", fr="Essais devenus abonnements payants"
        ),
        unit=Unit.COUNT,
        measure=Measure(relation="leads", date="paid_on", where={"had_trial": (True,)}),
        stage="paid_on",
    ),
    "soft_conversions": Term(
        title=Text(
            en="Soft conversions (form, demo, webinar, trial)",
            fr="Conversions douces (formulaire, démo, webinaire, essai)",
        ),
        unit=Unit.COUNT,
        measure=_lead("created_on"),
        stage="created_on",
    ),
    "conversions": Term(title=Text(en="Conversions", fr="Conversions"), unit=Unit.COUNT),
    "prospects": Term(
        title=Text(en="People who could convert", fr="Personnes pouvant se convertir"),
        unit=Unit.COUNT,
    ),
    "touches": Term(
        title=Text(
            en="Opens, visits, replies and downloads",
            fr="Ouvertures, visites, réponses et téléchargements",
        ),
        unit=Unit.COUNT,
        measure=Measure(relation="touchpoints", date="touched_on", nothing=Nothing.MISSING),
    ),
    "touched_leads": Term(
        title=Text(en="Leads that did something", fr="Leads actifs"),
        unit=Unit.COUNT,
        measure=Measure(
            relation="touchpoints",
            date="touched_on",
            aggregate=Aggregate.DISTINCT,
            column="lead",
        ),
    ),
    "lead_to_customer_rate": Term(
        title=Text(en="Lead to customer rate", fr="Taux lead → client"),
        unit=Unit.SHARE,
        kpi="lead_to_customer",
    ),
}

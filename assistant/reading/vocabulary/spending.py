"""What asks for costs by kind, and for what each content brought."""

from __future__ import annotations

from assistant.reading.vocabulary.roles import Said
from assistant.reading.vocabulary.study import Study
from kpi_core.text import Text

COSTS = Study(
    said={
        "": Said(
            en="cost structure|structure of our costs|structure of costs|costs by kind|cost by kind"
            "|costs by type|cost by type|costs by nature|types of cost|types of costs|kinds of cost"
            "|kinds of costs|missing costs|costs missing|costs are missing|cost gaps|forgotten costs"
            "|break even|breakeven|break even point|breakeven point|break even revenue"
            "|roi before and after hidden costs|roi with and without hidden costs",
            fr="structure de coûts|structure des coûts|structure de nos coûts|coûts par nature"
            "|coûts par genre|coûts par type|dépenses par nature|dépenses par genre|dépenses par type|natures de coût"
            "|types de coûts|manque t il des coûts|manque t il des dépenses|il manque des coûts"
            "|il manque des dépenses|coûts manquants|coûts oubliés|coûts qui manquent|point mort"
            "|seuil de rentabilité|roi avant et après coûts cachés|roi avant et après les coûts cachés"
            "|roi avec et sans coûts cachés|roi avec et sans les coûts cachés",
        ),
        "marginal": Said(
            en="marginal cost of a lead|marginal cost per lead|marginal return|marginal returns"
            "|cost of one more lead|one more lead|an extra lead|an additional lead"
            "|diminishing returns",
            fr="coût marginal d un lead|coût marginal par lead|coût marginal|rendement marginal"
            "|rendements marginaux|rendements décroissants|un lead de plus|un lead supplémentaire",
        ),
        "tools": Said(
            en="tools|tools and licences|licences|licenses|software licences|software licenses"
            "|software costs|software tools",
            fr="outils|outils et licences|licences|licences logicielles|coûts logiciels"
            "|dépenses logicielles",
        ),
        "people": Said(
            en="salaries|wages|payroll|payroll costs|salary costs|salary cost|cost of salaries"
            "|wage bill|wage costs|staff salaries",
            fr="salaires|masse salariale|coûts salariaux|coût salarial|frais de personnel"
            "|charges de personnel|les salaires",
        ),
        "fees": Said(
            en="agencies|agency fees|agency costs|agency cost|fees of agencies|agencies and fees",
            fr="agences|honoraires|honoraires d agence|honoraires d agences|agences et honoraires"
            "|frais d agence|frais d agences",
        ),
        "hours": Said(
            en="the team s hours|team s hours|team hours|hours of the team|hours spent"
            "|cost of the team s hours|cost of hours",
            fr="heures de l équipe|heures passées|heures des équipes|coût des heures",
        ),
        "events": Said(
            en="events and travel",
            fr="événements et déplacements",
        ),
    },
    example=Text(en="cost structure in 2025", fr="structure des coûts en 2025"),
    kpis=("total_cost",),
    around=frozenset(
        {"total_cost", "direct_cost", "indirect_costs", "roi_net", "lead_volume", "cost_per_lead"}
    ),
)
CONTENTS = Study(
    said={
        "": Said(
            en="content performance|contents performance|performance of our content"
            "|performance of our contents|performance of the content|performance by content"
            "|performance per content|how does our content perform|how do our contents perform"
            "|which contents work|which content works|content report",
            fr="performance des contenus|performance de nos contenus|performances des contenus"
            "|performances de nos contenus|performance par contenu|performances par contenu"
            "|quels contenus marchent|quels contenus fonctionnent|quel contenu marche"
            "|bilan des contenus",
        ),
        "webinar": Said(
            en="webinar performance|performance of webinars|performance of our webinars"
            "|performance by webinar|how do our webinars perform",
            fr="performance des webinars|performance de nos webinars|performances des webinars"
            "|performance des webinaires|performance de nos webinaires|performance par webinar",
        ),
        "white_paper": Said(
            en="white paper performance|performance of white papers|performance of our white papers"
            "|performance by white paper|how do our white papers perform",
            fr="performance des livres blancs|performance de nos livres blancs"
            "|performances des livres blancs|performance par livre blanc",
        ),
        "article": Said(
            en="article performance|performance of our articles",
            fr="performance des articles|performance de nos articles",
        ),
    },
    example=Text(en="content performance in 2025", fr="performance des contenus en 2025"),
    kpis=("lead_volume",),
    around=frozenset({"lead_volume", "new_customer_count", "customer_count"}),
    most=frozenset({"lead_volume", "new_customer_count", "customer_count"}),
    ranked=True,
)

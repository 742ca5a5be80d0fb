"""What is said of a question that is refused: the reason, and what is possible."""

from __future__ import annotations

from assistant.reading.vocabulary import Role
from kpi_core.text import Text

REFUSALS: dict[Role, Text] = {
    Role.TAMPER: Text(
        en="I only read figures of this workspace, by the rules its owner set; that I cannot do. Ask for a KPI, for example “CAC last quarter”.",
        fr="Je ne fais que lire les chiffres de cet espace, selon les règles fixées par son propriétaire\u202f; cela, je ne peux pas. Demandez un indicateur, par exemple « CAC le trimestre dernier ».",
    ),
    Role.DESTROY: Text(
        en="I only read: nothing is changed, deleted, sent or imported from here. Use the commands (kpi import, kpi settings) or your source tool.",
        fr="Je ne fais que lire\u202f: rien n’est modifié, supprimé, envoyé ni importé d’ici. Utilisez les commandes (kpi import, kpi settings) ou l’outil d’origine.",
    ),
    Role.PRIVATE: Text(
        en="Personal data, secrets and settings of the assistant are not told here. Ask for a KPI, for example “leads by channel”.",
        fr="Les données personnelles, les secrets et les réglages de l’assistant ne se disent pas ici. Demandez un indicateur, par exemple « leads par canal ».",
    ),
    Role.OPINION: Text(
        en="I give figures and how sure they are, not opinions or advice. I can show, for example, what a change is made of: “why did our CPL rise?”.",
        fr="Je donne des chiffres et leur marge d’erreur, pas d’avis ni de conseil. Je peux montrer, par exemple, de quoi une variation est faite\u202f: « pourquoi notre CPL a-t-il augmenté ? ».",
    ),
    Role.BENCHMARK: Text(
        en="Whether a figure is good depends on a target or a sourced benchmark, and none was entered. I can show the figure, its margin of error and how it compares with another period.",
        fr="Dire si un chiffre est bon suppose un objectif ou un repère sourcé, et aucun n’a été saisi. Je peux montrer le chiffre, sa marge d’erreur et sa comparaison avec une autre période.",
    ),
    Role.TARGET: Text(
        en="No target was entered in this workspace, so nothing can be compared with one. I can compare with another period.",
        fr="Aucun objectif n’est enregistré dans cet espace\u202f: rien ne peut y être comparé. Je peux comparer avec une autre période.",
    ),
    Role.WEEKDAY: Text(
        en="Figures are told by day, week, month, quarter or year, not by day of the week or hour. Ask, for example, for leads by day in October.",
        fr="Les chiffres se disent par jour, semaine, mois, trimestre ou année, pas par jour de la semaine ni par heure. Demandez par exemple les leads par jour en octobre.",
    ),
    Role.FORECAST: Text(
        en="I tell what is recorded. What may come is told as a forecast that is judged on your own past: ask, for example, “forecast of leads for the next 3 months”.",
        fr="Je dis ce qui est enregistré. Ce qui peut venir se dit comme une prévision jugée sur votre propre passé\u00a0: demandez par exemple «\u00a0prévision des leads pour les 3 prochains mois\u00a0».",
    ),
    Role.SUPPOSED: Text(
        en="I tell what is recorded, not what would be if something were otherwise. I can show, for example, what one more lead cost so far: “marginal cost of a lead”.",
        fr="Je dis ce qui est enregistré, pas ce qui serait si les choses étaient autres. Je peux montrer par exemple ce qu’a coûté un lead de plus jusqu’ici\u00a0: «\u00a0coût marginal d’un lead\u00a0».",
    ),
}

"""What is said of a funnel: what is missing, where it narrows, and what to keep in mind."""

from __future__ import annotations

from kpi_core.text import Text

NOTHING = Text(
    en="No funnel to tell: neither leads nor deals are recorded. Import leads with the date of each stage, or deals with their dates and outcome.",
    fr="Aucun entonnoir à montrer\u00a0: ni leads ni affaires ne sont enregistrés. Importez des leads avec la date de chaque étape, ou des affaires avec leurs dates et leur issue.",
)
BY_STAGE = Text(
    en="A funnel is told stage by stage already: take another dimension, such as segment or channel.",
    fr="Un entonnoir se dit déjà étape par étape\u00a0: prenez une autre dimension, comme le segment ou le canal.",
)
NO_LEADS = Text(
    en="No lead is recorded: the funnel begins with deals. Import leads with their dates to see what comes before.",
    fr="Aucun lead n’est enregistré\u00a0: l’entonnoir commence aux affaires. Importez des leads datés pour voir ce qui précède.",
)
NO_DEALS = Text(
    en="No deal is recorded: the funnel ends before opportunities. Import deals with their dates and outcome.",
    fr="Aucune affaire n’est enregistrée\u00a0: l’entonnoir s’arrête avant les opportunités. Importez des affaires avec leurs dates et leur issue.",
)
NO_STAGE = Text(
    en="No record has the date of this stage, so it is left out: {stage}. Import it to see it.",
    fr="Aucun enregistrement ne porte la date de cette étape, qui est donc laissée de côté\u00a0: {stage}. Importez-la pour la voir.",
)
NO_HISTORY = Text(
    en="No stage history is recorded: how long deals stay in a stage and which are stalled cannot be told. Import a row a deal and stage, with the date entered.",
    fr="Aucun historique des étapes n’est enregistré\u00a0: le temps passé par étape et les affaires à l’arrêt ne peuvent pas se dire. Importez une ligne par affaire et par étape, avec la date d’entrée.",
)
INFERRED = Text(
    en="{n} {n:stay has|stays have} no date left: the next stage, or the day the deal was closed, ends them.",
    fr="{n} {n:séjour sans date|séjours sans date} de sortie\u00a0: l’étape suivante, ou la clôture de l’affaire, y met fin.",
)
BACKWARDS = Text(
    en="{n} {n:stay ends|stays end} before {n:it begins|they begin}: left out. Correct the dates and import them again.",
    fr="{n} {n:séjour finit|séjours finissent} avant de commencer\u00a0: {n:écarté|écartés}. Corrigez les dates et réimportez-les.",
)
FUTURE = Text(
    en="{n} {n:row is|rows are} dated after today: not counted yet.",
    fr="{n} {n:ligne est datée|lignes sont datées} d’après aujourd’hui\u00a0: pas encore {n:comptée|comptées}.",
)
KNOWN_UNTIL = Text(
    en="Nothing is known of deals after {day}: how long they have been in a stage is counted up to that day.",
    fr="Rien n’est connu des affaires après le {day}\u00a0: leur temps passé dans une étape est compté jusqu’à ce jour.",
)
UNJUDGED = Text(
    en="Too few deals moved on from these stages to know how long is long ({least} are needed): {stages}. No deal of theirs is called stalled.",
    fr="Trop peu d’affaires sont sorties de ces étapes pour savoir ce qui est long (il en faut {least})\u00a0: {stages}. Aucune de leurs affaires n’est dite à l’arrêt.",
)
LOSES_MORE = Text(
    en="Bottleneck: {stage}. {now} do not go on ({n} counted), against {usual} before this period ({before} counted): more than usual there, beyond chance. It says where, not why.",
    fr="Goulot\u00a0: {stage}. {now} n’en sortent pas vers la suite (sur {n}), contre {usual} avant cette période (sur {before})\u00a0: plus que d’habitude, au-delà du hasard. Cela dit où, pas pourquoi.",
)
LONGEST = Text(
    en="Bottleneck: {stage}. No stage loses clearly more than it usually does; this is where they stay longest: a median of {days} ({n} moved on). It says where, not why.",
    fr="Goulot\u00a0: {stage}. Aucune étape ne perd nettement plus que d’habitude\u202f; c’est là qu’on reste le plus longtemps\u00a0: {days} en médiane (sur {n} sorties). Cela dit où, pas pourquoi.",
)
NO_BOTTLENECK = Text(
    en="No bottleneck can be named: fewer than {least} moved on from any stage in this period.",
    fr="Aucun goulot ne peut être désigné\u00a0: moins de {least} sorties de chaque étape sur cette période.",
)
NO_TARGET = Text(
    en="No target of signed revenue runs today with these filters: coverage needs one. Enter it: kpi targets set revenue 500000 --period 2026.",
    fr="Aucun objectif de chiffre d’affaires signé ne court aujourd’hui avec ces filtres\u00a0: la couverture en demande un. Saisissez-le\u00a0: kpi targets set revenue 500000 --period 2026.",
)
REACHED = Text(
    en="The target is reached: nothing is left to cover.",
    fr="L’objectif est atteint\u00a0: il ne reste rien à couvrir.",
)
UNPRICED = Text(
    en="{n} of {open} open {open:deal|deals} {n:has|have} no amount, and {n:adds|add} nothing to the pipeline.",
    fr="Sur {open} {open:affaire ouverte|affaires ouvertes}, {n} {n:n’a|n’ont} pas de montant, et {n:n’ajoute|n’ajoutent} rien au pipeline.",
)
UNWEIGHTED = Text(
    en="{n} of {open} open {open:deal|deals} {n:has|have} no probability, and the weighted pipeline leaves {n:it|them} out.",
    fr="Sur {open} {open:affaire ouverte|affaires ouvertes}, {n} {n:n’a|n’ont} pas de probabilité, et le pipeline pondéré ne {n:la|les} compte pas.",
)
COHORT = Text(
    en="Cohort rate: of those who reached a stage in the period and were given {days} days, who went on within them; 95% margin (Wilson). A period rate counts each stage on its own date, and has no margin.",
    fr="Taux de cohorte\u00a0: de ceux qui ont atteint l’étape dans la période et ont eu {days} jours, ceux qui sont passés dans ce délai\u202f; marge à 95\u202f% (Wilson). Un taux de période compte chaque étape à sa date, et n’a pas de marge.",
)
UNRIPE = Text(
    en="Nobody of this period was given {days} days yet: cohort rates are empty. Take an earlier period.",
    fr="Personne de cette période n’a encore eu {days} jours\u00a0: les taux de cohorte sont vides. Prenez une période antérieure.",
)
STEP = Text(en="{first} to {then}", fr="{first} → {then}")

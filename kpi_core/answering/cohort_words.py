"""What is said beside cohorts: what is missing, what was left out, what to keep in mind."""

from __future__ import annotations

import datetime as dt
from contextlib import closing

from kpi_core.answering.core import Core
from kpi_core.periods import Period
from kpi_core.text import Lang, Text, counted


def left_out(core: Core, today: dt.date, since: dt.date) -> list[Text]:
    """
    Say which subscriptions cannot be followed: those that end before they start, or begin later.

    since: the first day of the cohorts; those who left before any end was recorded may be missing.
    """
    with closing(core.facts()) as facts:
        (row,) = facts.ask(
            "SELECT count(*) FILTER (WHERE ended_on < started_on),"
            " count(*) FILTER (WHERE started_on > ?),"
            " count(*) FILTER (WHERE mrr < 0) FROM subscriptions",
            [today],
        )
        ((early, first),) = facts.ask(
            "SELECT count(DISTINCT lower(trim(customer))), max(first) FROM subscriptions,"
            " (SELECT min(ended_on) AS first FROM subscriptions WHERE ended_on >= started_on) ends"
            " WHERE started_on >= ? AND started_on < first - ?",
            [since, _LONG_BEFORE],
        )
    said = zip(row, (_BACKWARDS, _FUTURE, _NEGATIVE), strict=True)
    notes = [counted(int(n), *words) for n, words in said if n]
    if early >= _MANY:
        notes.append(_SURVIVORS.format(n=early, day=worded(first)))
    return notes


# Contracts of a year cannot end sooner: longer without a single end is a sign, for that many.
_LONG_BEFORE, _MANY = 400, 10
_SURVIVORS = Text(
    en="{n} customers began more than a year before the first end that is recorded, {day}: those who left earlier may be missing, which makes retention look better than it was. Follow those who began from that day on.",
    fr="{n} clients ont commencé plus d’un an avant la première fin enregistrée, le {day}\u00a0: ceux qui sont partis plus tôt manquent peut-être, ce qui fait paraître la rétention meilleure qu’elle n’était. Suivez ceux arrivés à partir de ce jour.",
)


def worded(day: dt.date) -> Text:
    """Return a day as a sentence of each language writes it."""
    one = Period(day, day)
    return Text(en=one.label(Lang.EN), fr=one.label(Lang.FR))


_BACKWARDS = (
    Text(
        en="{n} subscription ends before it starts: left out. Correct its dates and import it again.",
        fr="{n} abonnement finit avant de commencer\u00a0: écarté. Corrigez ses dates et réimportez-le.",
    ),
    Text(
        en="{n} subscriptions end before they start: left out. Correct their dates and import them again.",
        fr="{n} abonnements finissent avant de commencer\u00a0: écartés. Corrigez leurs dates et réimportez-les.",
    ),
)
_FUTURE = (
    Text(
        en="{n} subscription starts after today: not counted yet.",
        fr="{n} abonnement commence après aujourd’hui\u00a0: pas encore compté.",
    ),
    Text(
        en="{n} subscriptions start after today: not counted yet.",
        fr="{n} abonnements commencent après aujourd’hui\u00a0: pas encore comptés.",
    ),
)
_NEGATIVE = (
    Text(
        en="{n} subscription has a negative amount: revenue retention counts it as such.",
        fr="{n} abonnement a un montant négatif\u00a0: la rétention du revenu le compte tel quel.",
    ),
    Text(
        en="{n} subscriptions have a negative amount: revenue retention counts them as such.",
        fr="{n} abonnements ont un montant négatif\u00a0: la rétention du revenu les compte tels quels.",
    ),
)
NO_SUBSCRIPTIONS = Text(
    en="No subscription is recorded: import a file with a row a subscription (customer, start date, end date if it ended, monthly amount).",
    fr="Aucun abonnement n’est enregistré\u00a0: importez un fichier avec une ligne par abonnement (client, date de début, date de fin s’il est terminé, montant mensuel).",
)
NO_REVENUE = Text(
    en="No subscription is recorded, and won deals do not say what recurs: import a row a subscription (customer, start date, end date, monthly amount), or follow “customers”, who are counted from deals.",
    fr="Aucun abonnement n’est enregistré, et les affaires gagnées ne disent pas ce qui est récurrent\u00a0: importez une ligne par abonnement (client, date de début, date de fin, montant mensuel), ou suivez «\u00a0customers\u00a0», comptés d’après les affaires.",
)
NO_LEADS = Text(
    en="No lead is recorded: import your leads with the date each was created.",
    fr="Aucun lead n’est enregistré\u00a0: importez vos leads avec leur date de création.",
)
NOBODY = Text(
    en="No cohort begins from {start} to {end}: nothing to follow ({who}). The data goes from {first} to {last}: ask for these dates.",
    fr="Aucune cohorte ne commence du {start} au {end}\u00a0: rien à suivre ({who}). Les données vont du {first} au {last}\u00a0: demandez ces dates.",
)
ORDERS = Text(
    en="No subscription is recorded: customers are accounts with a won deal, and a cell is the share that signed another deal in that unit of time alone.",
    fr="Aucun abonnement n’est enregistré\u00a0: les clients sont les comptes ayant gagné une affaire, et une case est la part qui en a signé une autre pendant cette seule unité de temps.",
)
WIDENED = Text(
    en="Cohorts are whole: from {start} to {end}.",
    fr="Les cohortes sont entières\u00a0: du {start} au {end}.",
)
IMMATURE = Text(
    en="No cohort is old enough for a second column: the first will be on {day}, and the data goes until {horizon}. Wait, or ask for earlier cohorts.",
    fr="Aucune cohorte n’est assez ancienne pour une deuxième colonne\u00a0: la première le sera le {day}, et les données vont jusqu’au {horizon}. Attendez, ou demandez des cohortes plus anciennes.",
)
FEW = Text(
    en="{few} of {lines} cohorts have fewer than {small} members: one more or less moves their shares a lot; read the total.",
    fr="{few} cohortes sur {lines} ont moins de {small} membres\u00a0: un de plus ou de moins déplace beaucoup leurs parts\u202f; lisez le total.",
)
NO_MRR = Text(
    en="Some cohorts began with no recurring amount: their shares are left empty.",
    fr="Certaines cohortes ont commencé sans montant récurrent\u00a0: leurs parts restent vides.",
)
UNBROKEN = Text(
    en="A customer stays as long as subscriptions follow each other without a day between; who comes back later had left.",
    fr="Un client reste tant que ses abonnements se suivent sans un jour d’écart\u202f; qui revient plus tard était parti.",
)
NO_ENDS = Text(
    en="No subscription has ended yet: either nobody left, or the file does not tell end dates.",
    fr="Aucun abonnement n’a encore pris fin\u00a0: soit personne n’est parti, soit le fichier ne donne pas les dates de fin.",
)
CUSTOMERS_ONLY = Text(
    en="How long they stay is told of customers under contract: it needs subscriptions, with their start and end dates.",
    fr="La durée de fidélité se dit des clients sous contrat\u00a0: il faut des abonnements, avec leurs dates de début et de fin.",
)
NO_PROJECTION_BY = Text(
    en="A projection is learnt from one set of customers: filter on a member instead of grouping.",
    fr="Une projection s’apprend d’un seul ensemble de clients\u00a0: filtrez sur un membre au lieu de regrouper.",
)
LITTLE_LOST = Text(
    en="Learnt from {lost} losses only: below {few}, read the interval rather than the number.",
    fr="Appris de {lost} départs seulement\u00a0: en dessous de {few}, lisez l’intervalle plutôt que le nombre.",
)

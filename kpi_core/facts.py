"""The data a KPI is counted from: one table a fact, each at its natural grain.

A fact table is never joined to another one row by row, except where a column says so: a deal
names the lead that brought it, and takes that lead's channel when it has none of its own.
Days are those of the workspace's time zone, decided when a row is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from kpi_core.text import Text


class ColumnKind(StrEnum):
    """How a column is read, stored and compared."""

    DAY = "day"  # DATE
    MOMENT = "moment"  # TIMESTAMP, UTC
    MONEY = "money"  # DECIMAL(18, 4)
    COUNT = "count"  # BIGINT
    NUMBER = "number"  # DOUBLE
    TEXT = "text"  # VARCHAR, kept as typed
    MEMBER = "member"  # VARCHAR, a member of the dimension that has the column's name
    CHOICE = "choice"  # VARCHAR, one of `choices`


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a fact table."""

    kind: ColumnKind
    title: Text
    choices: tuple[str, ...] = ()
    required: bool = False
    personal: bool = False  # erased by `kpi forget`


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact table: its columns, and those that tell one row from another."""

    title: Text
    key: tuple[str, ...]
    columns: Mapping[str, Column] = field(hash=False)

    def members(self) -> tuple[str, ...]:
        """Return the dimensions that rows of this fact carry."""
        return tuple(n for n, c in self.columns.items() if c.kind is ColumnKind.MEMBER)


def _day(en: str, fr: str, *, required: bool = False) -> Column:
    return Column(kind=ColumnKind.DAY, title=Text(en=en, fr=fr), required=required)


def _count(en: str, fr: str) -> Column:
    return Column(kind=ColumnKind.COUNT, title=Text(en=en, fr=fr))


def _money(en: str, fr: str, *, required: bool = False) -> Column:
    return Column(kind=ColumnKind.MONEY, title=Text(en=en, fr=fr), required=required)


def _text(en: str, fr: str, *, required: bool = False, personal: bool = False) -> Column:
    return Column(
        kind=ColumnKind.TEXT, title=Text(en=en, fr=fr), required=required, personal=personal
    )


def _choice(en: str, fr: str, *choices: str) -> Column:
    return Column(kind=ColumnKind.CHOICE, title=Text(en=en, fr=fr), choices=choices)


DIMENSIONS: Mapping[str, Text] = MappingProxyType(
    {
        "platform": Text(en="platform", fr="plateforme"),
        "channel": Text(en="channel", fr="canal"),
        "source": Text(en="source", fr="source"),
        "campaign": Text(en="campaign", fr="campagne"),
        "content": Text(en="content", fr="contenu"),
        "segment": Text(en="segment", fr="segment"),
        "country": Text(en="country", fr="pays"),
        "owner": Text(en="salesperson", fr="commercial"),
        "product": Text(en="product", fr="produit"),
        "stage": Text(en="stage", fr="étape"),
    }
)

# From the widest to the finest. Only `source` is imported; the other two follow from `kpi map`.
CHANNEL_HIERARCHY = ("platform", "channel", "source")


def _members(*names: str) -> dict[str, Column]:
    return {name: Column(kind=ColumnKind.MEMBER, title=DIMENSIONS[name]) for name in names}


FACTS: Mapping[str, Fact] = MappingProxyType(
    {
        "spend": Fact(
            title=Text(en="spend", fr="dépenses"),
            key=(
                "spent_on",
                "source",
                "campaign",
                "content",
                "segment",
                "country",
                "product",
                "category",
                "label",
            ),
            columns={
                "spent_on": _day("date spent", "date de dépense", required=True),
                **_members("source", "campaign", "content", "segment", "country", "product"),
                "category": _choice(
                    "direct or indirect", "direct ou indirect", "direct", "indirect"
                ),
                "label": _text("what it paid for", "nature de la dépense"),
                "amount": _money("amount spent", "montant dépensé", required=True),
                "currency": _text("currency", "devise"),
            },
        ),
        "traffic": Fact(
            title=Text(en="traffic and ad figures", fr="trafic et chiffres de diffusion"),
            key=(
                "seen_on",
                "medium",
                "source",
                "campaign",
                "content",
                "segment",
                "country",
                "product",
            ),
            columns={
                "seen_on": _day("date", "date", required=True),
                **_members("source", "campaign", "content", "segment", "country", "product"),
                "medium": _choice(
                    "medium", "support", "ads", "email", "social", "site", "outreach"
                ),
                "impressions": _count("impressions", "impressions"),
                "clicks": _count("clicks", "clics"),
                "engagements": _count("engagements", "interactions"),
                "visitors": _count("visitors", "visiteurs"),
                "sessions": _count("sessions", "sessions"),
                "engaged_sessions": _count("engaged sessions", "sessions avec engagement"),
                "sent": _count("messages sent", "messages envoyés"),
                "delivered": _count("messages delivered", "messages délivrés"),
                "bounces": _count("bounces", "rebonds"),
                "opens": _count("total opens", "ouvertures totales"),
                "unique_opens": _count("unique opens", "ouvertures uniques"),
                "unique_clicks": _count("unique clicks", "clics uniques"),
                "replies": _count("replies", "réponses"),
                "claimed_conversions": _count(
                    "conversions claimed by the platform",
                    "conversions revendiquées par la plateforme",
                ),
            },
        ),
        "touchpoints": Fact(
            title=Text(en="touchpoints", fr="points de contact"),
            key=("touched_at", "lead", "source", "campaign", "content", "action"),
            columns={
                "touched_on": _day("date of contact", "date du contact", required=True),
                "touched_at": Column(
                    kind=ColumnKind.MOMENT, title=Text(en="time of contact", fr="heure du contact")
                ),
                "lead": _text("lead", "lead", personal=True),
                **_members("source", "campaign", "content"),
                "action": _text("what happened", "action"),
            },
        ),
        "leads": Fact(
            title=Text(en="leads and contacts", fr="leads et contacts"),
            key=("lead",),
            columns={
                "lead": _text("lead", "lead", required=True, personal=True),
                "email": _text("e-mail", "e-mail", personal=True),
                "linkedin_url": _text("LinkedIn address", "adresse LinkedIn", personal=True),
                "external_id": _text(
                    "identifier in the source tool", "identifiant d’origine", personal=True
                ),
                "name": _text("name", "nom", personal=True),
                "company": _text("company", "entreprise"),
                "role": _text("job title", "fonction", personal=True),
                "contacted_on": _day("date contacted", "date de prise de contact"),
                "meeting_on": _day("date of first meeting", "date du premier rendez-vous"),
                "created_on": _day("date the lead was created", "date de création du lead"),
                "mql_on": _day(
                    "date of marketing qualification", "date de qualification marketing"
                ),
                "sql_on": _day("date of sales qualification", "date de qualification commerciale"),
                "trial_on": _day("date the trial started", "date de début d’essai"),
                "paid_on": _day("date of first payment", "date de premier paiement"),
                **_members(
                    "source", "campaign", "content", "segment", "country", "owner", "product"
                ),
                "score": Column(kind=ColumnKind.NUMBER, title=Text(en="score", fr="score")),
            },
        ),
        "deals": Fact(
            title=Text(en="deals", fr="affaires"),
            key=("deal",),
            columns={
                "deal": _text("deal", "affaire", required=True),
                "name": _text("deal name", "nom de l’affaire"),
                "customer": _text("customer account", "compte client"),
                "lead": _text("lead that brought it", "lead à l’origine", personal=True),
                "kind": _choice(
                    "kind of deal", "type d’affaire", "new", "expansion", "renewal", "credit"
                ),
                "state": _choice("outcome", "issue", "open", "won", "lost"),
                "created_on": _day("date created", "date de création"),
                "closed_on": _day("date closed", "date de clôture"),
                "amount": _money("amount", "montant"),
                "margin": _money("gross margin", "marge brute"),
                "currency": _text("currency", "devise"),
                "probability": Column(
                    kind=ColumnKind.NUMBER, title=Text(en="probability", fr="probabilité")
                ),
                **_members(
                    "stage",
                    "source",
                    "campaign",
                    "content",
                    "segment",
                    "country",
                    "owner",
                    "product",
                ),
            },
        ),
        "deal_stages": Fact(
            title=Text(en="stage history", fr="historique des étapes"),
            key=("deal", "stage", "entered_on"),
            columns={
                "deal": _text("deal", "affaire", required=True),
                "entered_on": _day("date entered", "date d’entrée", required=True),
                "left_on": _day("date left", "date de sortie"),
                **_members("stage", "owner", "product", "segment"),
            },
        ),
        "subscriptions": Fact(
            title=Text(en="subscriptions", fr="abonnements"),
            key=("subscription",),
            columns={
                "subscription": _text("subscription", "abonnement", required=True),
                "customer": _text("customer account", "compte client", required=True),
                "started_on": _day("start date", "date de début", required=True),
                "ended_on": _day("end date", "date de fin"),
                "mrr": _money(
                    "recurring amount a month", "montant récurrent mensuel", required=True
                ),
                "currency": _text("currency", "devise"),
                **_members("source", "campaign", "segment", "country", "owner", "product"),
            },
        ),
        "surveys": Fact(
            title=Text(en="satisfaction surveys", fr="enquêtes de satisfaction"),
            key=("answered_on", "survey", "respondent"),
            columns={
                "answered_on": _day("date of the answer", "date de réponse", required=True),
                "survey": _choice("NPS or CSAT", "NPS ou CSAT", "nps", "csat"),
                "respondent": _text("respondent", "répondant", personal=True),
                "score": Column(
                    kind=ColumnKind.NUMBER, title=Text(en="score", fr="note"), required=True
                ),
                **_members("source", "segment", "country", "owner", "product"),
            },
        ),
        "experiments": Fact(
            title=Text(en="experiments (A/B tests)", fr="tests A/B"),
            key=("ran_on", "experiment", "variant"),
            columns={
                "ran_on": _day("day of the experiment", "jour du test", required=True),
                "experiment": _text("experiment", "test", required=True),
                "variant": _text("variant", "variante", required=True),
                "exposed": _count("people exposed", "personnes exposées"),
                "conversions": _count("conversions", "conversions"),
                "amount": _money("amount", "montant"),
                "currency": _text("currency", "devise"),
            },
        ),
    }
)

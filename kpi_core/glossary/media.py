"""What was shown, clicked and opened, as each platform counts it."""

from kpi_core.glossary.term import Term
from kpi_core.measures import Aggregate, Measure, Nothing
from kpi_core.text import Text
from kpi_core.units import Unit


def _seen(column: str, *media: str) -> Measure:
    return Measure(
        relation="traffic",
        date="seen_on",
        aggregate=Aggregate.SUM,
        column=column,
        where={"medium": media} if media else {},
        nothing=Nothing.MISSING,
    )


def _count(en: str, fr: str, column: str, *media: str, part_of: tuple[str, ...] = ()) -> Term:
    return Term(
        title=Text(en=en, fr=fr), unit=Unit.COUNT, measure=_seen(column, *media), part_of=part_of
    )


TERMS = {
    "impressions": _count("Impressions", "Impressions", "impressions", "ads"),
    "clicks": _count("Clicks", "Clics", "clicks", "ads"),
    "engagements": _count(
        "Clicks, shares, comments and likes",
        "Clics, partages, commentaires et mentions J’aime",
        "engagements",
        "social",
    ),
    "social_impressions": _count(
        "Impressions of posts", "Impressions des publications", "impressions", "social"
    ),
    "ad_engagements": _count(
        "Clicks, shares, comments and likes on ads",
        "Clics, partages, commentaires et mentions J’aime sur les annonces",
        "engagements",
        "ads",
    ),
    "sessions": _count("Sessions", "Sessions", "sessions"),
    "engaged_sessions": _count(
        "Engaged sessions", "Sessions avec engagement", "engaged_sessions", part_of=("sessions",)
    ),
    "messages_sent": _count("Messages sent", "Messages envoyés", "sent", "email"),
    "messages_delivered": _count("Messages delivered", "Messages délivrés", "delivered", "email"),
    "bounces": _count(
        "Messages that bounced",
        "Messages non remis (NPAI)",
        "bounces",
        "email",
        part_of=("messages_sent",),
    ),
    "opens": _count(
        "Opens, repeats included", "Ouvertures, répétitions comprises", "opens", "email"
    ),
    "opened_messages": _count(
        "Messages opened at least once",
        "Messages ouverts au moins une fois",
        "unique_opens",
        "email",
        part_of=("messages_delivered",),
    ),
    "clicked_messages": _count(
        "Messages clicked at least once",
        "Messages cliqués au moins une fois",
        "unique_clicks",
        "email",
        part_of=("opened_messages", "messages_delivered"),
    ),
    "outreach_delivered": _count(
        "Outreach messages delivered", "Messages de prospection délivrés", "delivered", "outreach"
    ),
    "replies": _count("Replies to outreach", "Réponses à la prospection", "replies", "outreach"),
    "claimed_conversions": Term(
        title=Text(
            en="Conversions claimed by the platform",
            fr="Conversions revendiquées par la plateforme",
        ),
        unit=Unit.COUNT,
        # Two platforms claim the same sale: each keeps its own count.
        measure=Measure(
            relation="traffic",
            date="seen_on",
            aggregate=Aggregate.SUM,
            column="claimed_conversions",
            nothing=Nothing.MISSING,
            within="platform",
        ),
    ),
}

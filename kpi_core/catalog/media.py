"""Media: what is shown, clicked, opened and answered, and what it costs."""

from kpi_core.catalog.sources import (
    ANALYTICS_DEMYSTIFIED,
    GA4,
    INSTANTLY,
    LINKEDIN_CONVERSIONS,
    LINKEDIN_PERFORMANCE,
    MAILINGREPORT,
    MEMBERCLICKS,
    SKYSENDERS,
    VAROS,
)
from kpi_core.definition import Better, Example, Interval, Kpi, Source, declare, kpi
from kpi_core.text import Text
from kpi_core.units import Unit

_RATE = Text(
    en="Over the same sends or displays; a person may count several times.",
    fr="Sur les mêmes envois ou affichages ; une personne peut compter plusieurs fois.",
)


def _rate(
    id: str,  # noqa: A002 - the word of the contract
    names: tuple[str, str],
    title: Text,
    *,
    interval: Interval = Interval.NONE,
    better: Better = Better.HIGHER,
    family: str | None = None,
    default: bool = False,
    source: Source = MAILINGREPORT,
    en: tuple[str, ...],
    fr: tuple[str, ...],
) -> Kpi:
    return declare(
        lambda part, whole: part / whole,
        inputs=names,
        id=id,
        unit=Unit.SHARE,
        better=better,
        interval=interval,
        family=family,
        default=default,
        title=title,
        reading=_RATE,
        source=source,
        examples=[Example(0.05, **{names[0]: 50, names[1]: 1000})],
        en=en,
        fr=fr,
    )


ctr = _rate(
    "ctr",
    ("clicks", "impressions"),
    Text(en="Click-through rate (CTR), ads", fr="Taux de clics (CTR), publicité"),
    source=LINKEDIN_PERFORMANCE,
    en=("click-through rate", "click through rate", "ad ctr", "clicks per impression"),
    fr=("taux de clics pub", "taux de clic pub", "ctr pub", "clics par impression"),
)
ctr_email = _rate(
    "ctr_email",
    ("clicked_messages", "messages_delivered"),
    Text(en="Click-through rate, e-mail", fr="Taux de clics, e-mail"),
    interval=Interval.WILSON,
    family="ctr",
    en=("email ctr", "email click rate"),
    fr=("taux de clics e-mail", "taux de clic mail"),
)
ctor = _rate(
    "ctor",
    ("clicked_messages", "opened_messages"),
    Text(en="Click-to-open rate (CTOR)", fr="Taux de réactivité (CTOR)"),
    interval=Interval.WILSON,
    en=("click to open rate", "click-to-open"),
    fr=("taux de réactivité", "clics/ouvertures", "clics sur ouvertures"),
)
open_rate = _rate(
    "open_rate",
    ("opened_messages", "messages_delivered"),
    Text(en="Open rate", fr="Taux d’ouverture"),
    interval=Interval.WILSON,
    en=("open rate", "email open rate"),
    fr=("taux d’ouverture", "to", "ouvertures"),
)
open_rate_total = _rate(
    "open_rate_total",
    ("opens", "messages_delivered"),
    Text(en="Total opens per message", fr="Ouvertures totales par message"),
    family="open_rate",
    source=MEMBERCLICKS,
    en=("total open rate",),
    fr=("ouvertures totales",),
)
reply_rate = _rate(
    "reply_rate",
    ("replies", "outreach_delivered"),
    Text(en="Reply rate", fr="Taux de réponse"),
    source=INSTANTLY,
    en=("reply rate", "response rate"),
    fr=("taux de réponse",),
)
email_bounce_rate = _rate(
    "email_bounce_rate",
    ("bounces", "messages_sent"),
    Text(en="E-mail bounce rate", fr="Taux de rebond e-mail"),
    interval=Interval.WILSON,
    better=Better.LOWER,
    source=SKYSENDERS,
    en=("email bounce rate", "hard bounce rate"),
    fr=("rebond mail", "npai", "taux de rebond e-mail"),
)
engagement_rate = _rate(
    "engagement_rate",
    ("engagements", "social_impressions"),
    Text(en="Engagement rate, on impressions", fr="Taux d’engagement, sur impressions"),
    source=VAROS,
    en=("engagement rate", "engagement"),
    fr=("engagement", "taux d’engagement", "interactions"),
)
engagement_ads = _rate(
    "engagement_ads",
    ("ad_engagements", "impressions"),
    Text(en="Engagement rate of ads", fr="Taux d’engagement des annonces"),
    family="engagement_rate",
    source=VAROS,
    en=("ad engagement rate",),
    fr=("taux d’engagement des annonces",),
)
engagement_site = declare(
    lambda engaged, sessions: engaged / sessions,
    inputs=("engaged_sessions", "sessions"),
    id="engagement_site",
    family="engagement_rate",
    unit=Unit.SHARE,
    better=Better.HIGHER,
    title=Text(en="Engagement rate of the site", fr="Taux d’engagement du site"),
    reading=Text(
        en="Sessions longer than 10 s, with two views or a key event, over all sessions.",
        fr="Sessions de plus de 10 s, de deux vues ou avec un événement clé, sur toutes les "
        "sessions.",
    ),
    source=GA4,
    examples=[Example(0.6, engaged_sessions=600, sessions=1000)],
    en=("site engagement rate",),
    fr=("taux d’engagement du site",),
)
site_bounce_rate = declare(
    lambda sessions, engaged: (sessions - engaged) / sessions,
    inputs=("sessions", "engaged_sessions"),
    id="site_bounce_rate",
    unit=Unit.SHARE,
    better=Better.LOWER,
    title=Text(en="Bounce rate of the site", fr="Taux de rebond du site"),
    reading=Text(
        en="Sessions that did not engage, over all sessions.",
        fr="Sessions sans engagement, sur toutes les sessions.",
    ),
    source=GA4,
    examples=[Example(0.4, sessions=1000, engaged_sessions=600)],
    en=("site bounce rate",),
    fr=("taux de rebond du site",),
)


def _volume(
    id: str,  # noqa: A002 - the word of the contract
    name: str,
    title: Text,
    source: Source,
    *,
    en: tuple[str, ...],
    fr: tuple[str, ...],
) -> Kpi:
    return declare(
        lambda count: count,
        inputs=(name,),
        id=id,
        unit=Unit.COUNT,
        better=Better.HIGHER,
        title=title,
        reading=Text(en="As counted by the platform.", fr="Selon le décompte de la plateforme."),
        source=source,
        examples=[Example(1000, **{name: 1000})],
        en=en,
        fr=fr,
    )


traffic = _volume(
    "traffic",
    "sessions",
    Text(en="Web traffic (sessions)", fr="Trafic du site (sessions)"),
    GA4,
    en=("traffic", "sessions", "visits", "web traffic"),
    fr=("trafic", "visites", "sessions", "trafic du site"),
)
impression_count = _volume(
    "impression_count",
    "impressions",
    Text(en="Ad impressions", fr="Impressions publicitaires"),
    LINKEDIN_PERFORMANCE,
    en=("impressions", "ad impressions"),
    fr=("impressions", "affichages"),
)
click_count = _volume(
    "click_count",
    "clicks",
    Text(en="Ad clicks", fr="Clics publicitaires"),
    LINKEDIN_PERFORMANCE,
    en=("clicks", "ad clicks"),
    fr=("clics", "clics publicitaires"),
)
claimed_conversion_count = _volume(
    "claimed_conversion_count",
    "claimed_conversions",
    Text(en="Conversions claimed by the platform", fr="Conversions revendiquées par la plateforme"),
    LINKEDIN_CONVERSIONS,
    en=("claimed conversions",),
    fr=("conversions revendiquées",),
)


@kpi(
    unit=Unit.MONEY,
    better=Better.LOWER,
    interval=Interval.POISSON,
    title=Text(en="Cost per click (CPC)", fr="Coût par clic (CPC)"),
    reading=Text(en="Advertising spend for one click.", fr="Dépense publicitaire par clic."),
    source=LINKEDIN_PERFORMANCE,
    examples=[Example(58_705.23 / 38_165, ad_spend=58_705.23, clicks=38_165)],
    en=["cost per click"],
    fr=["coût par clic"],
)
def cpc(ad_spend: float, clicks: float) -> float:
    return ad_spend / clicks


@kpi(
    unit=Unit.MONEY,
    better=Better.LOWER,
    title=Text(en="Cost per thousand impressions (CPM)", fr="Coût pour mille impressions (CPM)"),
    reading=Text(
        en="Advertising spend for a thousand impressions.",
        fr="Dépense publicitaire pour mille impressions.",
    ),
    source=LINKEDIN_PERFORMANCE,
    examples=[Example(2.5, ad_spend=250, impressions=100_000)],
    en=["cost per mille", "cost per thousand"],
    fr=["coût pour mille", "coût pour mille impressions"],
)
def cpm(ad_spend: float, impressions: float) -> float:
    return ad_spend * 1000 / impressions


@kpi(
    unit=Unit.MONEY,
    better=Better.LOWER,
    title=Text(en="Cost per session", fr="Coût par session"),
    reading=Text(
        en="Direct cost of one visit to the site.", fr="Coût direct d’une visite du site."
    ),
    source=ANALYTICS_DEMYSTIFIED,
    examples=[Example(2, cost=2000, sessions=1000)],
    en=["cost per session", "cost per visit"],
    fr=["coût par session", "coût par visite"],
)
def cost_per_session(cost: float, sessions: float) -> float:
    return cost / sessions

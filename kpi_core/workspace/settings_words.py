"""The settings in words: what each is called, what it changes, and how its value reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kpi_core.catalog import REGISTRY
from kpi_core.periods.words import MONTHS_EN, MONTHS_FR
from kpi_core.text import Lang, Text, counted
from kpi_core.units import Unit, written
from kpi_core.workspace.settings import Settings

NOT_SET = Text(en="not set", fr="non défini")
_NO_RATE = Text(en="none", fr="aucun")
_YES, _NO = Text(en="yes", fr="oui"), Text(en="no", fr="non")


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One setting as people are told of it; *example* is typed where nothing is set yet."""

    title: Text
    meaning: Text
    example: str = ""


def _told(title: Text, meaning: Text, example: str = "") -> Described:
    return Described(title=title, meaning=meaning, example=example)


DESCRIBED: Mapping[str, Described] = MappingProxyType(
    {
        "currency": _told(
            Text(en="currency", fr="devise"),
            Text(en="Every amount is kept in it.", fr="Tous les montants y sont tenus."),
        ),
        "rates": _told(
            Text(en="exchange rates", fr="taux de change"),
            Text(
                en="What one unit of another currency is worth; without it, mixing is refused.",
                fr="Ce que vaut une unité d’une autre devise ; sans lui, le mélange est refusé.",
            ),
            """'rates={"USD": "0.92"}'""",
        ),
        "timezone": _told(
            Text(en="time zone", fr="fuseau horaire"),
            Text(en="Decides where a day begins.", fr="Décide où commence une journée."),
        ),
        "locale": _told(
            Text(en="numbers and dates", fr="nombres et dates"),
            Text(
                en="How numbers are written and files are read: fr-FR, en-US.",
                fr="Comment s’écrivent les nombres et se lisent les fichiers : fr-FR, en-US.",
            ),
        ),
        "fiscal_start": _told(
            Text(en="fiscal year opens in", fr="début de l’exercice"),
            Text(en="Month of the year, 1 to 12.", fr="Mois de l’année, de 1 à 12."),
        ),
        "fiscal_named_by_end": _told(
            Text(
                en="fiscal year named by its last year", fr="exercice nommé par sa dernière année"
            ),
            Text(
                en="Yes: FY2026 ends in 2026. No: it begins then (true or false).",
                fr="Oui : l’exercice 2026 finit en 2026. Non : il y commence (true ou false).",
            ),
        ),
        "overhead_policy": _told(
            Text(en="sharing of indirect costs", fr="répartition des coûts indirects"),
            Text(
                en="How they reach a channel: none, spend, leads or equal.",
                fr="Comment ils vont aux canaux : none (aucune), spend (dépenses), leads, equal (parts égales).",
            ),
        ),
        "tax": _told(
            Text(en="amounts and VAT", fr="montants et TVA"),
            Text(
                en="ht: before VAT; ttc: VAT included. Both are never mixed.",
                fr="ht : hors taxes ; ttc : toutes taxes comprises. Jamais mélangés.",
            ),
            "tax=ht",
        ),
        "default_period": _told(
            Text(en="period when none is asked", fr="période sans précision"),
            Text(en="A period in words.", fr="Une période en mots."),
        ),
        "maturity_days": _told(
            Text(en="time given to a cohort", fr="délai laissé à une cohorte"),
            Text(
                en="Days before its people are counted, 1 to 1000.",
                fr="Jours avant que ses personnes soient comptées, de 1 à 1000.",
            ),
        ),
        "lookback_days": _told(
            Text(en="lookback of attribution", fr="fenêtre d’attribution"),
            Text(
                en="Days before a conversion in which touches count for it, 1 to 1000.",
                fr="Jours avant une conversion pendant lesquels les contacts comptent, de 1 à 1000.",
            ),
        ),
        "half_life_days": _told(
            Text(en="half-life of a touch", fr="demi-vie d’un contact"),
            Text(
                en="In time decay, days in which a touch loses half its weight, 1 to 1000.",
                fr="En décroissance temporelle, jours en lesquels un contact perd la moitié de son poids, de 1 à 1000.",
            ),
        ),
        "small_sample": _told(
            Text(en="small sample", fr="petit échantillon"),
            Text(
                en="Below this many, the answer says how few there are.",
                fr="En dessous, la réponse dit combien il y en a peu.",
            ),
        ),
        "discount_rate": _told(
            Text(en="discount rate", fr="taux d’actualisation"),
            Text(
                en="What a year’s wait takes off money to come, 0 to 1.",
                fr="Ce qu’une année d’attente ôte à l’argent à venir, de 0 à 1.",
            ),
        ),
        "target_ratio": _told(
            Text(en="LTV/CAC to reach", fr="LTV/CAC à atteindre"),
            Text(
                en="Acquisition pays from this ratio on.",
                fr="L’acquisition paie à partir de ce rapport.",
            ),
        ),
        "focus": _told(
            Text(en="KPIs looked at first", fr="indicateurs regardés en premier"),
            Text(
                en="What the pane, the synced sheet and an open question show; seven at most keep it readable.",
                fr="Ce que montrent le panneau, la feuille synchronisée et une question ouverte\u202f; sept au plus restent lisibles.",
            ),
            """'focus=["cpl", "cac_loaded", "win_rate"]'""",
        ),
        "targets": _told(
            Text(en="targets", fr="objectifs"),
            Text(
                en="What a KPI should reach, over which dates.",
                fr="Ce qu’un indicateur doit atteindre, et sur quelles dates.",
            ),
            """'targets=[{"kpi": "cpl", "value": 60}]'""",
        ),
        "benchmarks": _told(
            Text(en="benchmarks", fr="repères"),
            Text(
                en="What a source that you name says of a KPI; `kpi benchmark add` enters it.",
                fr="Ce qu’une source que vous nommez dit d’un indicateur\u202f; `kpi benchmark add` le saisit.",
            ),
            """'benchmarks=[{"kpi": "cpl", "low": 40, "high": 70, "source": "…", "dated": "2025-06-30"}]'""",
        ),
        "meanings": _told(
            Text(en="meanings of words", fr="sens des mots"),
            Text(
                en="Words that several KPIs share, and the one that is meant here; the chat fills it in when you choose.",
                fr="Les mots que plusieurs indicateurs partagent, et celui qui est voulu ici\u202f; le chat le remplit quand vous choisissez.",
            ),
            """'meanings={"coût d’acquisition": "cpl"}'""",
        ),
        "scoring": _told(
            Text(en="points card of leads", fr="carte de points des leads"),
            Text(
                en="What a lead is given points for, and from how many it is an MQL or an SQL; `kpi score --card --json` writes it out, `scoring=` goes back to the first one.",
                fr="Pourquoi un lead reçoit des points, et à partir de combien il est MQL ou SQL\u202f; `kpi score --card --json` l’écrit, `scoring=` revient à celle du début.",
            ),
            """'scoring={"rules": [{"action": ["demo"], "points": 30, "half_life": 30}], "mql": 25, "sql": 50}'""",
        ),
        "conversation_days": _told(
            Text(en="memory of conversations", fr="mémoire des conversations"),
            Text(
                en="Days that the server keeps the last question understood, for who asks on by its number; 0 to 365.",
                fr="Jours pendant lesquels le serveur garde la dernière question comprise, pour qui la poursuit par son numéro\u202f; de 0 à 365.",
            ),
        ),
        "warehouse": _told(
            Text(en="warehouse", fr="entrepôt"),
            Text(
                en="Where the facts are read instead of imported: an address, never a password.",
                fr="Où les faits sont lus au lieu d’être importés\u00a0: une adresse, jamais de mot de passe.",
            ),
            "warehouse=postgres://reader@db.example.org/analytics",
        ),
        "entra": _told(
            Text(en="Microsoft sign-in", fr="connexion Microsoft"),
            Text(
                en="Whose accounts open the workspace to Excel: audience, tenants, clients.",
                fr="Quels comptes ouvrent l’espace à Excel\u00a0: audience, tenants, clients.",
            ),
            """'entra={"audience": "api://…", "tenants": ["…"], "clients": ["…"]}'""",
        ),
        "google": _told(
            Text(en="Google sign-in", fr="connexion Google"),
            Text(
                en="Whose accounts open the workspace to the sidebar: audiences, domains.",
                fr="Quels comptes ouvrent l’espace à la barre latérale\u00a0: audiences, domains.",
            ),
            """'google={"audiences": ["….apps.googleusercontent.com"], "domains": ["…"]}'""",
        ),
    }
)

_POLICIES = {
    "none": Text(en="none", fr="aucune"),
    "spend": Text(en="by spend", fr="selon les dépenses"),
    "leads": Text(en="by leads", fr="selon les leads"),
    "equal": Text(en="in equal shares", fr="à parts égales"),
}
_TAX = {
    "ht": Text(en="before VAT", fr="hors taxes (HT)"),
    "ttc": Text(en="VAT included", fr="toutes taxes comprises (TTC)"),
}
_CARD = Text(
    en="{n} {n:rule|rules}, MQL from {mql} points, SQL from {sql}",
    fr="{n} {n:règle|règles}, MQL à partir de {mql} points, SQL de {sql}",
)
_PERIODS = {"last 12 months": Text(en="last 12 months", fr="12 derniers mois")}
_DAYS = (Text(en="{n} day", fr="{n} jour"), Text(en="{n} days", fr="{n} jours"))


def value_of(settings: Settings, name: str, lang: Lang) -> str:  # noqa: C901, PLR0911, PLR0912 - one a kind
    """Return the value of the setting *name* as a reader of *lang* would write it."""
    value = getattr(settings, name)
    locale = lang.value
    if value is None:
        return NOT_SET[lang]
    match name:
        case "rates":
            equals = (
                f"1 {other} = {written(rate, Unit.COUNT, '', locale)} {settings.currency}"
                for other, rate in value.items()
            )
            return ", ".join(equals) or _NO_RATE[lang]
        case "focus":
            return ", ".join(REGISTRY[kpi].title[lang] for kpi in value)
        case "targets":
            reached = (
                f"{REGISTRY[t.kpi].title[lang]} = {written(t.value, REGISTRY[t.kpi].unit, settings.currency, locale)}"
                for t in value
            )
            return ", ".join(reached) or NOT_SET[lang]
        case "benchmarks":
            entered = (
                f"{REGISTRY[b.kpi].title[lang]} = {b.said(settings.currency)[lang]} ({b.source})"
                for b in value
            )
            return ", ".join(entered) or NOT_SET[lang]
        case "meanings":
            return ", ".join(f"{word} = {kpi}" for word, kpi in value.items()) or NOT_SET[lang]
        case "scoring":
            return _CARD.format(n=len(value.rules), mql=f"{value.mql:g}", sql=f"{value.sql:g}")[
                lang
            ]
        case "fiscal_start":
            return Text(en=MONTHS_EN[value - 1].capitalize(), fr=MONTHS_FR[value - 1])[lang]
        case "maturity_days" | "lookback_days" | "half_life_days" | "conversation_days":
            return counted(value, *_DAYS)[lang]
        case "discount_rate":
            return written(value, Unit.SHARE, "", locale)
        case "target_ratio":
            return written(value, Unit.MULTIPLE, "", locale)
        case "entra" | "google":
            said = (v if isinstance(v, str) else ", ".join(v) for _, v in value)
            return " · ".join(filter(None, said))
    if isinstance(value, bool):
        return (_YES if value else _NO)[lang]
    for words in (_POLICIES, _TAX, _PERIODS):
        if found := words.get(value):
            return found[lang]
    return str(value)


def typed(settings: Settings, name: str) -> str:
    """Return what to type after `kpi settings` to set *name*, as it is or as an example."""
    value = settings.model_dump(mode="json")[name]
    if example := DESCRIBED[name].example:
        return f"{name}={value}" if isinstance(value, str) else example
    said = str(value).lower() if isinstance(value, bool) else str(value)
    return f'"{name}={said}"' if " " in said else f"{name}={said}"

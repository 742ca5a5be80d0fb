"""Lead scores as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from addin.cli import render
from addin.scoring import COLUMNS, LABELS, who
from kpi_core.facts import DIMENSIONS
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

Json = dict[str, Any]
_REASONS = 3


def hot(told: Json, lang: Lang, locale: str) -> None:
    """Print the leads to call first, and why."""
    chances = bool(told["model"] and told["model"]["used"])
    shown = [title[lang] for title, _ in COLUMNS]
    rows = [
        [
            who(lead),
            lead["company"] or "",
            _number(lead["points"], locale),
            LABELS[lead["label"]],
            _share(lead["chance"], locale),
            "\n".join(reason["said"][lang.value] for reason in lead["reasons"][:_REASONS]),
            lead["owner"] or "",
        ]
        for lead in told["leads"]
    ]
    right = [False, False, True, False, True, False, False]
    if not chances:
        shown, rows, right = _without(4, shown, rows, right)
    title = _HOT.format(n=len(rows), open=told["open"])[lang]
    render.table(title, shown, rows, right=right)


def quality(told: Json, lang: Lang, locale: str) -> None:
    """Print how good leads are, a line a member."""
    card = told["card"]
    first = DIMENSIONS[told["by"][0]][lang] if told["by"] else ""
    above = [
        _ABOVE.format(name=name.upper(), points=_number(card[name], locale))[lang]
        for name in ("mql", "sql")
    ]
    reached = _BECAME[told["outcome"]][lang]
    heads = [first, _LEADS[lang], _POINTS[lang]]
    for head in (*above, reached):
        heads += [head, _MARGIN[lang]]
    rows = [
        [
            _named(line, lang),
            _number(line["leads"], locale),
            _number(line["points"], locale),
            *(
                cell
                for name in ("mql", "sql", "reached")
                for cell in (_share(line[name]["share"], locale), _ends(line[name], locale))
            ),
        ]
        for line in told["lines"]
    ]
    render.table(render.dated(_QUALITY, told["period"], lang), heads, rows, right=1)


def model(told: Json, lang: Lang, locale: str) -> None:
    """Print how good the model is on months it had not seen, and what it has learnt."""
    found = told["model"]
    for part, sentence in (("learnt", _LEARNT), ("later", _LATER)):
        if one := found[part]:
            days = {k: Text(en=render.day(one[k], Lang.EN), fr=render.day(one[k], Lang.FR)) for k in ("start", "end")}  # fmt: skip
            numbers = {k: one[k] for k in ("months", "rows", "leads", "won")}
            render.say(sentence.format(**numbers, **days), lang)
    judged = found["judged"]
    if judged is None:
        return
    rows = [
        [
            _ORDERS[name][lang],
            _decimal(judged["areas"][name]["value"], locale),
            _range(judged["areas"][name], locale),
            _decimal(judged["precision"][name], locale),
        ]
        for name in ("model", "card", "newest")
    ]
    render.table(_JUDGED[lang], [_ORDER[lang], _AREA[lang], _MARGIN[lang], _PRECISION[lang]], rows, right=1)  # fmt: skip
    told_ = {
        "brier": _decimal(judged["brier"], locale, 4),
        "base": _decimal(judged["brier_base"], locale, 4),
        "share": _share(judged["base"], locale),
        "gain": _decimal(judged["gain"]["value"], locale, 3),
        "ends": _range(judged["gain"], locale, 3),
    }
    render.say(_BRIER.format(**told_), lang)
    rows = [
        [_number(f["n"], locale), _share(f["predicted"], locale), _share(f["seen"], locale), _ends(f, locale)]
        for f in judged["fifths"]
    ]  # fmt: skip
    render.table(_FIFTHS[lang], [_LEADS[lang], _EXPECTED[lang], _SEEN[lang], _MARGIN[lang]], rows, right=0)  # fmt: skip
    if found["used"]:
        rows = [
            [weight["title"][lang.value], _number(weight["points"], locale), _decimal(weight["odds"], locale)]
            for weight in found["weights"]
        ]  # fmt: skip
        render.table(_WEIGHTS[lang], [_RULE[lang], _POINTS[lang], _ODDS[lang]], rows, right=1)


def drift(told: Json, lang: Lang, locale: str) -> None:
    """Print how scores moved, month after month."""
    rows = [
        [
            render.day(one["day"], lang),
            _number(one["leads"], locale),
            _share(one["score"], locale) if told["model"]["used"] else _number(one["score"], locale),
            _decimal(one["psi"], locale),
            "" if one["predicted"] is None else _number(round(one["predicted"]), locale),
            "" if one["seen"] is None else _number(one["seen"], locale),
        ]
        for one in told["drift"]
    ]  # fmt: skip
    heads = [_AT[lang], _OPEN[lang], _MEAN[lang], _PSI[lang], _EXPECTED[lang], _SEEN[lang]]
    render.table(_DRIFT[lang], heads, rows, right=1)


def card(told: Json, lang: Lang, locale: str) -> None:
    """Print the points card."""
    rows = [
        [
            rule["title"][lang.value],
            _number(rule["points"], locale),
            "" if "half_life" not in rule else written(rule["half_life"], Unit.DAYS, "", locale),
            "" if "most" not in rule else _number(rule["most"], locale),
            "" if "at_least" not in rule else _number(rule["at_least"], locale),
            ", ".join([*rule.get("action", []), *rule.get("role", []), *rule.get("members", [])]),
        ]
        for rule in told["card"]["rules"]
    ]
    heads = [_RULE[lang], _POINTS[lang], _HALF[lang], _MOST[lang], _LEAST[lang], _WORDS[lang]]
    render.table(_CARD[lang], heads, rows, right=[False, True, True, True, True, False])
    parts = {k: _number(told["card"][k], locale) for k in ("mql", "sql", "open_days")}
    render.say(_THRESHOLDS.format(**parts), lang)


def typed(card_: Json) -> Json:
    """Return a card as the setting takes it."""
    rules = [{k: v for k, v in rule.items() if k != "title"} for rule in card_["rules"]]
    return card_ | {"rules": rules}


def notes(told: Json, lang: Lang) -> None:
    """Print what must be known beside the numbers."""
    for note in told["notes"]:
        render.say(Text(en=f"· {note['en']}", fr=f"· {note['fr']}"), lang)


SHOWN: Mapping[str, Callable[[Json, Lang, str], None]] = {
    "hot": hot,
    "quality": quality,
    "model": model,
    "drift": drift,
    "card": card,
}


def _without(
    at: int, heads: list[str], rows: list[list[str]], right: list[bool]
) -> tuple[list[str], list[list[str]], list[bool]]:
    return (
        heads[:at] + heads[at + 1 :],
        [row[:at] + row[at + 1 :] for row in rows],
        right[:at] + right[at + 1 :],
    )


def _named(line: Json, lang: Lang) -> str:
    if not line["group"]:
        return _TOTAL[lang]
    return next(iter(line["group"].values())) or _UNASSIGNED[lang]


def _number(value: float | None, locale: str) -> str:
    return "" if value is None else written(round(value, 1), Unit.COUNT, "", locale)


def _share(value: float | None, locale: str) -> str:
    return "" if value is None else written(value, Unit.SHARE, "", locale)


def _ends(said: Json, locale: str) -> str:
    if said["low"] is None:
        return ""
    return f"{_share(said['low'], locale)} – {_share(said['high'], locale)}"


def _decimal(value: float | None, locale: str, digits: int = 2) -> str:
    if value is None:
        return ""
    said = f"{value:.{digits}f}".replace("-", "\u2212")
    return said.replace(".", ",") if locale.startswith("fr") else said


def _range(said: Json, locale: str, digits: int = 2) -> str:
    if said["low"] is None:
        return ""
    return f"{_decimal(said['low'], locale, digits)} – {_decimal(said['high'], locale, digits)}"


_HOT = Text(en="Leads to call first ({n} of {open} {open:open lead|open leads})", fr="Leads à appeler d’abord ({n} sur {open} {open:lead ouvert|leads ouverts})")  # fmt: skip
_QUALITY = Text(en="Quality of leads", fr="Qualité des leads")
_LEADS = Text(en="leads", fr="leads")
_POINTS = Text(en="points", fr="points")
_ABOVE = Text(en="{name} ({points} points)", fr="{name} ({points} points)")
_BECAME = {
    "sql": Text(en="became SQL", fr="devenus SQL"),
    "customer": Text(en="became customer", fr="devenus clients"),
}
_MARGIN = Text(en="margin", fr="marge")
_TOTAL = Text(en="Total", fr="Total")
_UNASSIGNED = Text(en="(unassigned)", fr="(non affecté)")
_LEARNT = Text(
    en="Learnt from {leads} leads at {months} {months:month’s end|months’ ends}, {start} to {end}; {won} got there.",
    fr="Appris de {leads} leads à {months} {months:fin|fins} de mois, du {start} au {end}\u202f; {won} y sont arrivés.",
)
_LATER = Text(
    en="Judged by {leads} leads at {months} later {months:month’s end|months’ ends}, {start} to {end}; {won} got there.",
    fr="Jugé sur {leads} leads à {months} {months:fin|fins} de mois ultérieures, du {start} au {end}\u202f; {won} y sont arrivés.",
)
_JUDGED = Text(en="Who is ranked above whom, on later months", fr="Qui est classé avant qui, sur les mois ultérieurs")  # fmt: skip
_ORDER = Text(en="order", fr="ordre")
_ORDERS = {
    "model": Text(en="the model", fr="le modèle"),
    "card": Text(en="the points card", fr="la carte de points"),
    "newest": Text(en="newest first", fr="les plus récents d’abord"),
}
_AREA = Text(en="area under ROC", fr="aire sous ROC")
_PRECISION = Text(en="average precision", fr="précision moyenne")
_BRIER = Text(
    en="Brier score {brier}, against {base} for one chance of {share} for all; gain in area over the card {gain} ({ends}).",
    fr="Score de Brier {brier}, contre {base} pour une même chance de {share} à tous\u202f; gain d’aire sur la carte {gain} ({ends}).",
)
_FIFTHS = Text(en="Chances told against what came, by fifths of what was expected", fr="Chances annoncées face à ce qui est venu, par cinquièmes de l’attendu")  # fmt: skip
_EXPECTED, _SEEN = Text(en="expected", fr="attendu"), Text(en="seen", fr="vu")
_WEIGHTS = Text(en="What each rule is worth", fr="Ce que vaut chaque règle")
_RULE, _ODDS = Text(en="rule", fr="règle"), Text(en="log-odds", fr="log-cotes")
_AT = Text(en="at the end of", fr="fin")
_OPEN = Text(en="open leads", fr="leads ouverts")
_MEAN = Text(en="mean score", fr="note moyenne")
_PSI = Text(en="stability index", fr="indice de stabilité")
_DRIFT = Text(en="Scores since the model was learnt", fr="Notes depuis l’apprentissage du modèle")
_HALF = Text(en="half-life", fr="demi-vie")
_MOST = Text(en="at most", fr="au plus")
_LEAST = Text(en="from", fr="à partir de")
_WORDS = Text(en="words", fr="mots")
_CARD = Text(en="The points card", fr="La carte de points")
_THRESHOLDS = Text(
    en="MQL from {mql} points, SQL from {sql}; a lead that nothing happened to for {open_days} days is asleep. Half of a touch’s points are gone after its half-life.",
    fr="MQL à partir de {mql} points, SQL de {sql}\u202f; un lead à qui rien n’arrive pendant {open_days} jours est endormi. Après sa demi-vie, un contact a perdu la moitié de ses points.",
)

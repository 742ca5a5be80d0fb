"""How good the model is, drawn: chances told against what came, and who is ranked above whom."""

from __future__ import annotations

from typing import Any

from addin import svg
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

Json = dict[str, Any]
_PANEL, _LEFT, _ACROSS = 320, 64, 440  # pixels
_TICKS = 4
_ENDS = (0.04, 0.08, 0.12, 0.2, 0.4, 0.6, 0.8, 1.0)  # of an axis: a fourth of each is a round share
_STYLES = {"model": (svg.DARK, 2.5, ""), "card": ("#5b87bf", 2, "7 4"), "newest": (svg.SOFT, 1.5, "2 3")}  # fmt: skip


def drawn(told: Json, lang: Lang, locale: str) -> str:
    """
    Return the picture of a judged model, as `addin.scoring.told` gives it.

    Raises
    ------
    KpiError
        EMPTY where no model was judged, with why.
    """
    found = told["model"]
    if found is None or found["judged"] is None:
        why = found["why"] if found else None
        raise KpiError(Kind.EMPTY, _NOTHING.format(why=Text(**why) if why else ""))
    judged, wide = found["judged"], _ACROSS - 2 * svg.EDGE
    outcome = _OUTCOMES[told["outcome"]][lang]
    parts = [svg.text(svg.EDGE, 28, _TITLE[lang], size=17, bold=True)]
    more, y = svg.paragraph(svg.EDGE, 50, _reading(found, outcome, lang), wide, colour=svg.SOFT)
    parts += more
    chances, said_chances, y = _chances(judged, y + 14, lang, locale)
    order, said_order, y = _order(judged, y + 26, lang, locale)
    described = f"{said_chances} {said_order}"
    return svg.alone(
        _TITLE[lang], described, [*parts, *chances, *order], (_ACROSS, y + svg.EDGE), lang
    )


def _chances(judged: Json, y: float, lang: Lang, locale: str) -> tuple[list[str], str, float]:
    """Draw each fifth of what was expected as a point: across what was expected, up what was seen, with its margin."""
    fifths = judged["fifths"]
    highest = max(*(f["high"] for f in fifths), *(f["predicted"] for f in fifths))
    most = next(end for end in _ENDS if end >= highest)
    parts = [svg.text(svg.EDGE, y + 4, _CHANCES[lang], bold=True)]
    top = y + 36
    parts += _frame(top, most, (_EXPECTED[lang], _SEEN[lang]), locale)

    def at(across: float, up: float) -> tuple[float, float]:
        return _LEFT + across / most * _PANEL, top + _PANEL - up / most * _PANEL

    parts.append(svg.line(at(0, 0), at(most, most), svg.SOFT, 1.2, dashes="4 4"))
    said = []
    for fifth in fifths:
        x, low = at(fifth["predicted"], fifth["low"])
        _, high = at(fifth["predicted"], fifth["high"])
        _, seen = at(fifth["predicted"], fifth["seen"])
        parts += [
            svg.line((x, low), (x, high), svg.DARK, 1.5),
            f'<circle cx="{x:.1f}" cy="{seen:.1f}" r="5" fill="{svg.DARK}"/>',
        ]
        told = (written(fifth[k], Unit.SHARE, "", locale) for k in ("predicted", "seen"))
        said.append(_FIFTH[lang].format(n=fifth["n"], told=next(told), seen=next(told)))
    return parts, f"{_CHANCES[lang]}: {'; '.join(said)}.", top + _PANEL + 40


def _order(judged: Json, y: float, lang: Lang, locale: str) -> tuple[list[str], str, float]:
    """Draw the ROC curves: across those called for nothing, up those found."""
    parts = [svg.text(svg.EDGE, y + 4, _ROC[lang], bold=True)]
    top = y + 36
    parts += _frame(top, 1.0, (_ALARMS[lang], _FOUND[lang]), locale)
    corner = (_LEFT, top + _PANEL)
    parts.append(svg.line(corner, (_LEFT + _PANEL, top), svg.SOFT, 1, dashes="4 4"))
    said = []
    for i, (name, (colour, width, dashes)) in enumerate(_STYLES.items()):
        points = " ".join(
            f"{_LEFT + x * _PANEL:.1f},{top + _PANEL - up * _PANEL:.1f}"
            for x, up in judged["curves"][name]
        )
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'
        )
        area = _decimal(judged["areas"][name]["value"], locale)
        label = f"{_ORDERS[name][lang]} ({area})"
        height = top + _PANEL - 56 + i * 19
        left = _LEFT + _PANEL - 190
        parts += [
            svg.line((left, height - 4), (left + 26, height - 4), colour, width, dashes=dashes),
            svg.text(left + 32, height, label, size=12, halo=True),
        ]
        said.append(label)
    return parts, f"{_ROC[lang]}: {'; '.join(said)}.", top + _PANEL + 40


def _frame(top: float, most: float, axes: tuple[str, str], locale: str) -> list[str]:
    parts = []
    for i in range(_TICKS + 1):
        share = most * i / _TICKS
        said = written(share, Unit.SHARE, "", locale)
        x, y = _LEFT + _PANEL * i / _TICKS, top + _PANEL - _PANEL * i / _TICKS
        parts += [
            svg.line((_LEFT, y), (_LEFT + _PANEL, y)),
            svg.text(_LEFT - 6, y + 4, said, size=11, colour=svg.SOFT, anchor="end"),
            svg.text(x, top + _PANEL + 15, said, size=11, colour=svg.SOFT, anchor="middle"),
        ]
    parts += [
        svg.text(_LEFT, top - 7, axes[1], size=12, colour=svg.SOFT),
        svg.text(_LEFT + _PANEL, top + _PANEL + 31, axes[0], size=12, colour=svg.SOFT, anchor="end"),
    ]  # fmt: skip
    return parts


def _reading(found: Json, outcome: str, lang: Lang) -> str:
    later = found["later"]
    sentence = _USED if found["used"] else _WITHHELD
    return sentence[lang].format(leads=later["leads"], won=later["won"], outcome=outcome, days=found["days"])  # fmt: skip


def _decimal(value: float, locale: str) -> str:
    said = f"{value:.2f}"
    return said.replace(".", ",") if locale.startswith("fr") else said


_OUTCOMES = {"sql": Text(en="an SQL", fr="SQL"), "customer": Text(en="a customer", fr="client")}
_ORDERS = {
    "model": Text(en="the model", fr="le modèle"),
    "card": Text(en="the points card", fr="la carte de points"),
    "newest": Text(en="newest first", fr="les plus récents"),
}
_TITLE = Text(en="What the scores are worth", fr="Ce que valent les notes")
_USED = Text(
    en="On {leads} leads of later months, unseen when it was learnt; {won} became {outcome} within {days} days.",
    fr="Sur {leads} leads de mois ultérieurs, jamais vus à l’apprentissage\u202f; {won} sont devenus {outcome} sous {days} jours.",
)
_WITHHELD = Text(
    en="On {leads} leads of later months; {won} became {outcome} within {days} days. The model is withheld: points alone are told.",
    fr="Sur {leads} leads de mois ultérieurs\u202f; {won} sont devenus {outcome} sous {days} jours. Le modèle est écarté\u00a0: seuls les points sont donnés.",
)
_CHANCES = Text(en="Chances told against what came", fr="Chances annoncées et ce qui est venu")
_EXPECTED, _SEEN = Text(en="expected", fr="attendu"), Text(en="seen, 95% margin", fr="vu, marge à 95\u202f%")  # fmt: skip
_FIFTH = Text(en="{n} leads, expected {told}, seen {seen}", fr="{n} leads, attendu {told}, vu {seen}")  # fmt: skip
_ROC = Text(en="Who is ranked above whom (ROC curve)", fr="Qui est classé avant qui (courbe ROC)")
_ALARMS = Text(en="called for nothing", fr="appelés pour rien")
_FOUND = Text(en="found", fr="trouvés")
_NOTHING = Text(
    en="No model was judged, so there is nothing to draw: {why}",
    fr="Aucun modèle n’a été jugé, il n’y a donc rien à dessiner\u00a0: {why}",
)

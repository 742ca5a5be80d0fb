"""Attribution models side by side: what each credits each member with, as bars under each other."""

from __future__ import annotations

import datetime as dt
from typing import Any

from addin import svg
from addin.paths_picture import UNASSIGNED
from kpi_core.attribution.models import MODELS
from kpi_core.catalog import REGISTRY
from kpi_core.facts import DIMENSIONS
from kpi_core.periods import Period
from kpi_core.text import Lang, Text
from kpi_core.units import written

Json = dict[str, Any]
#: Those that tell the most apart; the data has them all.
SHOWN = ("first", "last", "linear", "u_shaped", "time_decay", "markov")
_NAME, _WIDEST, _FIGURE, _ROW = 150, 282, 96, 19  # pixels
_MOST = 8  # members


def bars(told: Json, lang: Lang, locale: str) -> str:
    """
    Return the picture of every model side by side, as `addin.paths.asked_of` gives them.

    A bar is what one model says of one member, all on one scale; a member that no model has a
    number for is named beneath.
    """
    kpi, models = REGISTRY.find(told["kpi"]), [m for m in SHOWN if m in told["models"]]
    known = [m for m in told["members"] if any(m["values"][k] is not None for k in models)]
    members = known[:_MOST]
    title = f"{kpi.title[lang]} – {DIMENSIONS[told['by']][lang]}"
    values = [m["values"][k] or 0.0 for m in members for k in models]

    def figure(value: float | None) -> str:
        return written(value, kpi.unit, told["currency"], locale)

    names = max([_NAME, *(svg.width(MODELS[k].title[lang]) + 12 for k in models)])
    figures = max([_FIGURE, *(svg.width(figure(value)) + 6 for value in values)])
    wide = max(names + _WIDEST + figures, svg.width(title, 17, bold=True))
    parts = [svg.text(svg.EDGE, 28, title, size=17, bold=True)]
    day = dt.date.fromisoformat
    when = Period(day(told["period"]["start"]), day(told["period"]["end"])).label(lang)
    more, y = svg.paragraph(svg.EDGE, 50, f"{when}. {_READING[lang]}", wide, colour=svg.SOFT)
    parts += more
    low, high = min([0.0, *values]), max([0.0, *values])
    scale = _WIDEST / ((high - low) or 1.0)
    zero = svg.EDGE + names - low * scale
    spoken = []
    for member in members:
        name = member["member"] or UNASSIGNED[lang]
        parts.append(svg.text(svg.EDGE, y + 14, name, bold=True))
        y += 22
        said = []
        for i, model in enumerate(models):
            value = member["values"][model]
            shade = svg.DARK if i % 2 == 0 else _OTHER
            length = abs(value or 0.0) * scale
            left = zero if (value or 0.0) >= 0 else zero - length
            parts += [
                svg.text(svg.EDGE, y + 12, MODELS[model].title[lang], size=12, colour=svg.SOFT),
                svg.rect(left, y + 2, length, _ROW - 5, shade),
                svg.text(max(left + length, zero) + 6, y + 12, figure(value), size=12),
            ]
            said.append(f"{MODELS[model].title[lang]} {figure(value)}")
            y += _ROW
        spoken.append(f"{name}: {', '.join(said)}")
        y += 8
    more, y = svg.paragraph(svg.EDGE, y + 12, _left_out(told, members, lang), wide, colour=svg.SOFT)
    return svg.alone(
        title,
        f"{when}. " + ("; ".join(spoken) or NONE[lang]),
        [*parts, *more],
        (wide + 2 * svg.EDGE, y + 4),
        lang,
    )


def _left_out(told: Json, drawn: list[Json], lang: Lang) -> str:
    names = [m["member"] or UNASSIGNED[lang] for m in told["members"] if m not in drawn]
    return _MORE.format(who=", ".join(names))[lang] if names else ""


_OTHER = "#5b87bf"
_READING = Text(
    en="What each model credits each of them with, on one scale. A model never changes the whole, only whose it is.",
    fr="Ce que chaque modèle crédite à chacun, à une même échelle. Un modèle ne change jamais le total, seulement à qui il revient.",
)
_MORE = Text(en="Not drawn: {who}.", fr="Non dessinés\u00a0: {who}.")
NONE = Text(en="Nothing to share out in this period.", fr="Rien à répartir sur cette période.")

"""What Excel's users read of this host: the ribbon's words, and what a cell says of the server."""

from __future__ import annotations

from kpi_core.text import Lang, Text
from kpi_core.units import Unit, suffix

NAME = "B2B KPI"
DESCRIPTION = Text(
    en="KPIs of B2B marketing and sales in a cell: type =B2B_ROI( and follow the arguments.",
    fr="Les indicateurs du marketing et de la vente B2B dans une cellule\u202f: tapez =B2B_ROI( et suivez les arguments.",
)
PANE = Text(en="KPIs", fr="Indicateurs")
PANE_TIP = Text(
    en="Search a function, insert it, and see the KPIs of your data.",
    fr="Cherchez une fonction, insérez-la et voyez les indicateurs de vos données.",
)
REFRESH = Text(en="Refresh", fr="Actualiser")
REFRESH_TIP = Text(
    en="Ask for the numbers of your data again.",
    fr="Redemander les nombres de vos données.",
)
STARTED = Text(en="B2B KPI is ready", fr="B2B KPI est prêt")
STARTED_TIP = Text(
    en="Type =B2B_ROI( in a cell, or open the pane from the Home tab.",
    fr="Tapez =B2B_ROI( dans une cellule, ou ouvrez le volet depuis l’onglet Accueil.",
)
UNANSWERED = Text(
    en="The server at {address} does not answer: check that it runs, then click Refresh.",
    fr="Le serveur {address} ne répond pas\u202f: vérifiez qu’il fonctionne, puis cliquez sur Actualiser.",
)
REFUSED = Text(
    en="The server at {address} answered {status}: ask whoever runs it.",
    fr="Le serveur {address} a répondu {status}\u202f: voyez avec la personne qui s’en occupe.",
)
TOO_LONG = Text(
    en="The arguments hold more than a million characters: give fewer cells at once.",
    fr="Les arguments dépassent un million de caractères\u202f: donnez moins de cellules à la fois.",
)

_MONEY = Text(en="{c}#,##0.00", fr="#,##0.00\u00a0{c}")
_NUMBERS = {
    Unit.MONEY: _MONEY,
    Unit.MONEY_PER_MONTH: _MONEY,
    Unit.MONEY_PER_DAY: _MONEY,
    Unit.SHARE: Text(en="0.0%", fr='0.0"\u202f"%'),
    Unit.COUNT: Text(en="#,##0", fr="#,##0"),
}


def number_format(unit: Unit) -> dict[Lang, str]:
    """Return how Excel shows a number of *unit*; `{c}` stands for the workspace's currency."""
    number = _NUMBERS.get(unit, Text(en="#,##0.0#", fr="#,##0.0#"))
    after = suffix(unit)
    return {lang: number[lang] + (f'"{after[lang]}"' if after[lang] else "") for lang in Lang}

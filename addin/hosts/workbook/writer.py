"""`kpi workbook`: names, an example with charts, and every function with a live example.

Texts are always written as texts: nothing that a declaration says can become a formula.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped, unused-ignore] # no stubs are published

from addin.hosts.signatures import Signature, signatures
from addin.hosts.workbook.formats import number_format
from addin.hosts.workbook.sample import FIGURES, MONTHS
from kpi_core import excel
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Kpi
from kpi_core.explain import formula
from kpi_core.text import Lang, Text

_TITLE = "#1F3A5F"
_HEADER_ROW = 3

_SHEETS = {
    "read": Text(en="Read me", fr="Lisez-moi"),
    "example": Text(en="Example", fr="Exemple"),
    "functions": Text(en="Functions", fr="Fonctions"),
}

#: What the example computes from each month's figures.
EXAMPLES = ("roi", "cpl", "cac", "roas")


def write(path: Path, lang: Lang, currency: str = "EUR") -> int:
    """
    Write the workbook to *path*.

    Returns
    -------
    how many functions it defines.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "B2B KPI", "comments": _ABOUT[lang]})
        local = [s for s in signatures() if s.kpi is not None]
        for signature in local:
            if signature.kpi is not None:
                book.define_name(signature.name, f"={excel.named(signature.kpi)}")
        pages = _Pages(book, lang, currency)
        pages.read_me()
        pages.example()
        pages.functions(local)
        return len(local)


@dataclass(slots=True)
class _Pages:
    book: Any
    lang: Lang
    currency: str

    def read_me(self) -> None:
        """Write what the workbook is, and what it cannot do."""
        page = self._page("read", widths=(4, 110))
        page.write_string(0, 1, "B2B KPI", self._style(bold=True, size=20, color=_TITLE))
        for row, text in enumerate(_READ_ME, start=2):
            page.write_string(row, 1, text[self.lang], self._style(wrap=True))

    def example(self) -> None:
        """Write a year of figures, the functions on each month, and two charts."""
        kpis = [REGISTRY.find(id_) for id_ in EXAMPLES]
        page = self._page("example", widths=(10, *([15] * (len(FIGURES) + len(kpis)))))
        page.write_string(0, 0, _EXAMPLE[self.lang], self._style(bold=True, size=16, color=_TITLE))
        page.write_string(1, 0, _TRY[self.lang], self._style(italic=True))
        page.set_row(_HEADER_ROW, 32)
        page.write_string(_HEADER_ROW, 0, _MONTH[self.lang], self._head())
        for column, figures in enumerate(FIGURES.values(), start=1):
            page.write_string(_HEADER_ROW, column, figures.title[self.lang], self._head())
        for column, kpi in enumerate(kpis, start=1 + len(FIGURES)):
            page.write_string(_HEADER_ROW, column, kpi.title[self.lang], self._head())
        months = MONTHS[self.lang].split(",")
        for index, month in enumerate(months):
            self._month(page, _HEADER_ROW + 1 + index, index, month, kpis)
        self._total(page, _HEADER_ROW + 1 + len(months), len(months), kpis)
        page.freeze_panes(_HEADER_ROW + 1, 1)
        self._charts(page, len(months), kpis)

    def functions(self, listed: list[Signature]) -> None:
        """Write every function in both languages, with its example computed in the sheet."""
        page = self._page("functions", widths=(30, 34, 34, 44, 52, 34, 16))
        heads = (_FUNCTION, _IN_FRENCH, _IN_ENGLISH, _ARGUMENTS, _FORMULA, _TYPED, _RESULT)
        for column, head in enumerate(heads):
            page.write_string(0, column, head[self.lang], self._head())
        for row, signature in enumerate(listed, start=1):
            kpi = signature.kpi
            if kpi is not None:
                self._function(page, row, signature, kpi)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, len(listed), len(heads) - 1)

    def _function(self, page: Any, row: int, signature: Signature, kpi: Kpi) -> None:
        wrap = self._style(wrap=True, top=True)
        example = kpi.examples[0]
        given = [example.inputs[name] for name in kpi.names if name in example.inputs]
        typed = f"{signature.name}({','.join(f'{value:.15g}' for value in given)})"
        arguments = " ; " if self.lang is Lang.FR else ", "
        names = [
            f"[{p.title[self.lang]}]" if p.optional else p.title[self.lang]
            for p in signature.parameters
        ]
        page.write_string(row, 0, signature.name, self._style(bold=True, top=True))
        page.write_string(row, 1, kpi.title.fr, wrap)
        page.write_string(row, 2, kpi.title.en, wrap)
        page.write_string(row, 3, arguments.join(names), wrap)
        page.write_string(row, 4, formula(kpi, self.lang), wrap)
        # As a reader types it in their own Excel.
        shown = typed.replace(",", ";").replace(".", ",") if self.lang is Lang.FR else typed
        page.write_string(row, 5, f"={shown}", self._style(top=True, text=True))
        self._formula(page, (row, 6), typed, kpi, example.value)

    def _month(self, page: Any, row: int, index: int, month: str, kpis: list[Kpi]) -> None:
        page.write_string(row, 0, month)
        for column, (name, figures) in enumerate(FIGURES.items(), start=1):
            style = self._style(number=number_format(_unit(name), self.currency))
            page.write_number(row, column, figures.values[index], style)
        for column, kpi in enumerate(kpis, start=1 + len(FIGURES)):
            typed = f"{kpi.function}({','.join(f'{_letter(n)}{row + 1}' for n in _given(kpi))})"
            value = kpi(**{n: FIGURES[n].values[index] for n in _given(kpi)})
            self._formula(page, (row, column), typed, kpi, value)

    def _total(self, page: Any, row: int, months: int, kpis: list[Kpi]) -> None:
        page.write_string(row, 0, _YEAR[self.lang], self._style(bold=True))
        first = row - months + 1
        for column, (name, figures) in enumerate(FIGURES.items(), start=1):
            style = self._style(bold=True, number=number_format(_unit(name), self.currency))
            letter = _letter(name)
            page.write_formula(
                row, column, f"=SUM({letter}{first}:{letter}{row})", style, sum(figures.values)
            )
        for column, kpi in enumerate(kpis, start=1 + len(FIGURES)):
            ranges = ",".join(f"{_letter(n)}{first}:{_letter(n)}{row}" for n in _given(kpi))
            value = kpi(**{n: sum(FIGURES[n].values) for n in _given(kpi)})
            self._formula(page, (row, column), f"{kpi.function}({ranges})", kpi, value)

    def _charts(self, page: Any, months: int, kpis: list[Kpi]) -> None:
        sheet = _SHEETS["example"][self.lang]
        first, last = _HEADER_ROW + 1, _HEADER_ROW + months
        for place, (kind, kpi) in enumerate((("line", kpis[1]), ("column", kpis[0]))):
            chart = self.book.add_chart({"type": kind})
            column = 1 + len(FIGURES) + kpis.index(kpi)
            chart.add_series(
                {
                    "name": [sheet, _HEADER_ROW, column],
                    "categories": [sheet, first, 0, last, 0],
                    "values": [sheet, first, column, last, column],
                    "line": {"color": _TITLE, "width": 2.25},
                    "fill": {"color": _TITLE},
                    "marker": {"type": "circle", "size": 5, "fill": {"color": _TITLE}},
                }
            )
            chart.set_title({"name": kpi.title[self.lang], "name_font": {"size": 12}})
            chart.set_legend({"none": True})
            chart.set_y_axis({"num_format": number_format(kpi.unit, self.currency)})
            chart.set_size({"width": 500, "height": 300})
            page.insert_chart(last + 3, 5 * place, chart)

    def _formula(self, page: Any, at: tuple[int, int], typed: str, kpi: Kpi, value: float) -> None:
        style = self._style(number=number_format(kpi.unit, self.currency), top=True)
        # The value too: a viewer that computes nothing shows the right one.
        page.write_formula(*at, f"={typed}", style, value)

    def _page(self, name: str, widths: tuple[int, ...]) -> Any:
        page = self.book.add_worksheet(_SHEETS[name][self.lang])
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        return page

    def _head(self) -> Any:
        return self.book.add_format(
            {
                "bold": True,
                "bg_color": _TITLE,
                "font_color": "white",
                "text_wrap": True,
                "valign": "top",
            }
        )

    def _style(self, **wanted: Any) -> Any:
        known = {
            "bold": "bold", "italic": "italic", "wrap": "text_wrap", "size": "font_size",
            "color": "font_color", "number": "num_format",
        }  # fmt: skip
        style = {known[k]: v for k, v in wanted.items() if k in known}
        if wanted.get("top"):
            style["valign"] = "top"
        if wanted.get("text"):
            style["num_format"] = "@"
        return self.book.add_format(style)


def _given(kpi: Kpi) -> list[str]:
    return [name for name in kpi.names if name not in kpi.defaults]


def _letter(name: str) -> str:
    """Return the column that an input of an example stands in."""
    return "BCDEFGH"[list(FIGURES).index(name)]


def _unit(name: str) -> Any:
    from kpi_core.glossary import GLOSSARY  # noqa: PLC0415 - read by the example alone

    return GLOSSARY[name].unit


_ABOUT = Text(
    en="The KPIs as functions of the workbook: nothing to install.",
    fr="Les indicateurs comme fonctions du classeur\u00a0: rien à installer.",
)
_READ_ME = (
    Text(
        en="This workbook holds B2B KPIs as functions: type =B2B_ROI(1000,500) in any cell, in Excel 365, Excel 2024 or Excel on the web. Nothing is installed, nothing leaves the file.",
        fr="Ce classeur contient des indicateurs B2B sous forme de fonctions\u00a0: tapez =B2B_ROI(1000;500) dans n’importe quelle cellule, dans Excel 365, Excel 2024 ou Excel pour le web. Rien n’est installé, rien ne sort du fichier.",
    ),
    Text(
        en="An argument is a number or a range, which is summed. An empty argument gives #N/A, a zero base #DIV/0!, an impossible number #NUM!. Optional arguments stand in brackets.",
        fr="Un argument est un nombre ou une plage, dont la somme est prise. Un argument vide donne #N/A, une base nulle #DIV/0!, un nombre impossible #NOMBRE!. Les arguments facultatifs sont entre crochets.",
    ),
    Text(
        en="Unlike the add-in, these functions have no words for their errors, read no number written as text, and do not know your data (no B2B_KPI, no B2B_TABLE).",
        fr="Contrairement au complément, ces fonctions n’expliquent pas leurs erreurs, ne lisent pas un nombre écrit en texte et ne connaissent pas vos données (pas de B2B_KPI ni de B2B_TABLE).",
    ),
    Text(
        en="If the B2B KPI add-in is installed too, the names of this workbook come first here: the add-in’s functions of the same name are hidden in this file. `kpi doctor --workbook FILE` tells whether a file has both.",
        fr="Si le complément B2B KPI est aussi installé, les noms de ce classeur passent avant lui\u00a0: ici, ils masquent ses fonctions de même nom. `kpi doctor --workbook FICHIER` dit si un fichier contient les deux.",
    ),
    Text(
        en="To use them elsewhere: copy one of these sheets into another workbook, its names come along. The formulas can be read under Formulas > Name Manager.",
        fr="Pour les employer ailleurs\u00a0: copiez l’une de ces feuilles dans un autre classeur, ses noms suivent. Les formules se lisent dans Formules > Gestionnaire de noms.",
    ),
)
_EXAMPLE = Text(
    en="An example: a year, month by month", fr="Un exemple\u00a0: une année, mois par mois"
)
_TRY = Text(
    en="Change a figure: the functions and the charts follow.",
    fr="Changez un chiffre\u00a0: les fonctions et les graphiques suivent.",
)
_MONTH = Text(en="Month", fr="Mois")
_YEAR = Text(en="Year", fr="Année")
_FUNCTION = Text(en="Function", fr="Fonction")
_IN_FRENCH = Text(en="In French", fr="En français")
_IN_ENGLISH = Text(en="In English", fr="En anglais")
_ARGUMENTS = Text(en="Arguments", fr="Arguments")
_FORMULA = Text(en="Formula", fr="Formule")
_TYPED = Text(en="Typed like this", fr="Se tape ainsi")
_RESULT = Text(en="Gives", fr="Donne")

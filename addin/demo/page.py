"""The spreadsheets as pages to look at: read only but for one cell at a time, and without any script."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from html import escape
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode

from addin.demo import ranges, writing
from addin.demo.book import Book
from addin.demo.drive import Shelf
from addin.demo.errors import ApiError
from addin.demo.formats import shown
from addin.demo.grid import Grid
from addin.demo.rendering import Rendered, rendered
from kpi_core.text import Lang, Text

#: The names of this machine.
LOCAL = ("127.0.0.1", "localhost", "[::1]")
_LONGEST = 500  # characters that the small form takes


class Shown(NamedTuple):
    """An answer to a browser."""

    status: int
    headers: dict[str, str]
    body: str


class Pages:
    """What a browser of this machine is shown; a cell is changed only from a page of ours."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._token = secrets.token_urlsafe(18)

    def answer(
        self,
        method: str,
        path: str,
        query: Mapping[str, list[str]],
        headers: Mapping[str, str],
        body: bytes,
    ) -> Shown | None:
        """Return a page; None when the path is none of ours."""
        parts = path.strip("/").split("/")
        if path != "/" and (parts[0] != "spreadsheets" or len(parts) != 2):  # noqa: PLR2004
            return None
        lang = _language(headers)
        if headers.get("host", "").rsplit(":", 1)[0] not in {"", *LOCAL}:
            return _page(403, _ELSEWHERE[lang], escape(_ELSEWHERE[lang]), "", lang)
        if path == "/":
            return self._list(lang)
        book = self._shelf.books.get(parts[1])
        if book is None:
            return _page(404, _NONE[lang], escape(_NONE[lang]), "", lang)
        if method == "POST":
            return self._edit(book, body, lang)
        asked = {name: values[-1] for name, values in query.items()}
        return self._show(book, asked, lang)

    def _list(self, lang: Lang) -> Shown:
        items = "".join(
            f'<li><a href="/spreadsheets/{escape(book.id)}">{escape(str(book.properties["title"]))}</a></li>'
            for book in self._shelf.books.values()
        )
        body = (
            f"<h1>{escape(_SHEETS[lang])}</h1><ul>{items}</ul>"
            if items
            else f"<h1>{escape(_NO_SHEET[lang])}</h1>"
        )
        return _page(200, _SHEETS[lang], f"<main>{body}</main>", "", lang)

    def _show(self, book: Book, asked: Mapping[str, str], lang: Lang, said: str = "") -> Shown:
        grid = _wanted(book, asked.get("tab", ""))
        made = rendered(book, grid, lang)
        title = f"{grid.title} – {book.properties['title']}"
        body = (
            f"<header><h1>{escape(str(book.properties['title']))}</h1>{self._form(book, grid, asked, lang)}"
            f'<p role="status">{escape(said or _state(book, made, lang))}</p></header>'
            f'<main tabindex="0">{made.html}</main>{_tabs(book, grid, lang)}'
        )
        return _page(200, title, body, made.style, lang)

    def _form(self, book: Book, grid: Grid, asked: Mapping[str, str], lang: Lang) -> str:
        cell = asked.get("cell", "")
        value = ""
        if read := _cell(grid, cell):
            extra = grid.beside(*read)
            value = extra.formula or shown(grid.value(*read), extra, book.locale)
        return (
            f'<form method="post" action="/spreadsheets/{escape(book.id)}">'
            f'<input type="hidden" name="token" value="{self._token}">'
            f'<input type="hidden" name="tab" value="{grid.id}">'
            f'<label>{escape(_CELL[lang])} <input name="cell" size="5" required maxlength="8" value="{escape(cell)}"></label> '
            f'<label>{escape(_VALUE[lang])} <input name="value" size="24" maxlength="{_LONGEST}" value="{escape(value)}"></label> '
            f"<button>{escape(_CHANGE[lang])}</button></form>"
        )

    def _edit(self, book: Book, body: bytes, lang: Lang) -> Shown:
        """Type a text in a cell, as the owner would, and show the tab again."""
        given = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        asked = {name: values[-1] for name, values in given.items()}
        if not secrets.compare_digest(asked.get("token", "").encode(), self._token.encode()):
            return _page(403, _ELSEWHERE[lang], escape(_ELSEWHERE[lang]), "", lang)
        grid = _wanted(book, asked.get("tab", ""))
        place = _cell(grid, asked.get("cell", ""))
        if place is None:
            return self._show(book, asked, lang, _NO_CELL.format(cell=asked.get("cell", ""))[lang])
        try:
            with book.change():
                text = asked.get("value", "")[:_LONGEST]
                writing.cell_value(grid, place, text, book.locale, as_typed=True)
        except ApiError as e:
            return self._show(book, asked, lang, e.message)
        back = urlencode({"tab": grid.id, "cell": asked["cell"]})
        return Shown(303, {"Location": f"/spreadsheets/{book.id}?{back}"}, "")


def _wanted(book: Book, tab: str) -> Grid:
    """Return the tab that was asked for, else the first that is not hidden."""
    seen = [g for g in book.grids if not g.properties.get("hidden")] or book.grids
    return next((g for g in book.grids if str(g.id) == tab), seen[0])


def _cell(grid: Grid, text: str) -> tuple[int, int] | None:
    read = ranges.corners(text.strip())
    if read is None or not read.single or read.top is None or read.left is None:
        return None
    inside = 0 <= read.top < grid.row_count and read.left < grid.column_count
    return (read.top, read.left) if inside else None


def _tabs(book: Book, current: Grid, lang: Lang) -> str:
    links = []
    for grid in book.grids:
        if grid.properties.get("hidden") and grid is not current:
            continue
        here = ' aria-current="page"' if grid is current else ""
        links.append(
            f'<a href="/spreadsheets/{escape(book.id)}?tab={grid.id}"{here}>{escape(grid.title)}</a>'
        )
    return f'<nav aria-label="{escape(_TABS[lang])}">{"".join(links)}</nav>'


def _state(book: Book, made: Rendered, lang: Lang) -> str:
    """Return when the spreadsheet changed, and how much of the tab is shown."""
    at = f"{book.modified:%H:%M:%S} UTC"
    text = _CHANGED.format(version=book.version, at=at)[lang]
    return f"{text} {_MORE.format(rows=made.left_out)[lang]}" if made.left_out else text


def _language(headers: Mapping[str, str]) -> Lang:
    """Return French or English, whichever the browser names first; English when neither."""
    for part in headers.get("accept-language", "").lower().split(","):
        for lang in Lang:
            if part.strip().startswith(lang.value):
                return lang
    return Lang.EN


def _page(status: int, title: str, body: str, style: str, lang: Lang) -> Shown:
    nonce = secrets.token_urlsafe(16)
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Language": lang.value,
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
        "Vary": "Accept-Language",
    }
    html = (
        f'<!DOCTYPE html><html lang="{lang.value}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f'<style nonce="{nonce}">{_STYLE}{style}</style></head><body>{body}</body></html>'
    )
    return Shown(status, headers, html)


_STYLE = (
    "*{box-sizing:border-box}"
    "body{margin:0;font:13px/1.3 Arial,'Liberation Sans',sans-serif;color:#202124;display:flex;"
    "flex-direction:column;height:100vh}"
    "header{padding:8px 12px;border-bottom:1px solid #dadce0;display:flex;gap:6px 18px;flex-wrap:wrap;align-items:center}"
    "h1{font-size:17px;margin:0}header p{margin:0;color:#5f6368}form{display:flex;gap:8px;align-items:center}"
    "main{flex:1;overflow:auto;padding:0}main>h1,main>ul{margin:16px}"
    ".sheet{position:relative}"
    "table{border-collapse:collapse;table-layout:fixed}"
    "td,th{border:1px solid #e2e3e3;padding:1px 4px;overflow:hidden;white-space:nowrap;vertical-align:bottom;height:21px}"
    "th{background:#f8f9fa;color:#5f6368;font-weight:normal;text-align:center;font-size:11px}"
    "thead th{position:sticky;top:0;z-index:3}"
    "td a{color:inherit;text-decoration:none;display:block;min-height:1em}td a:hover,td a:focus{text-decoration:underline}"
    ".n{text-align:right}.wrap{white-space:normal}.o{overflow:visible}"
    "figure{position:absolute;margin:0;background:#fff;border:1px solid #dadce0;z-index:2}"
    "svg{display:block}svg .title{font-size:15px;font-weight:bold;fill:#202124}"
    "svg .label{font-size:11px;fill:#5f6368}svg .rule{stroke:#e8eaed;fill:none}"
    "nav{display:flex;overflow:auto;border-top:1px solid #dadce0;background:#f8f9fa}"
    "nav a{padding:8px 14px;color:#3c4043;text-decoration:none;white-space:nowrap;border-right:1px solid #dadce0}"
    "nav a[aria-current]{background:#fff;color:#0b57d0;font-weight:bold}"
)
_SHEETS = Text(en="Spreadsheets of this machine", fr="Feuilles de calcul de cette machine")
_NO_SHEET = Text(
    en="There is no spreadsheet here yet", fr="Il n’y a pas encore de feuille de calcul ici"
)
_NONE = Text(
    en="There is no such spreadsheet here: go back to the list.",
    fr="Cette feuille de calcul n’existe pas ici\u00a0: revenez à la liste.",
)
_ELSEWHERE = Text(
    en="This page is for this machine only: open it at 127.0.0.1, and change cells from the page itself.",
    fr="Cette page est réservée à cette machine\u00a0: ouvrez-la à l’adresse 127.0.0.1 et modifiez les cellules depuis la page.",
)
_TABS = Text(en="Tabs", fr="Onglets")
_CELL = Text(en="Cell", fr="Cellule")
_VALUE = Text(en="Value", fr="Valeur")
_CHANGE = Text(en="Change", fr="Modifier")
_NO_CELL = Text(
    en="“{cell}” is no cell of this tab: write it like B5.",
    fr="«\u00a0{cell}\u00a0» n’est pas une cellule de cet onglet\u00a0: écrivez-la comme B5.",
)
_CHANGED = Text(en="Version {version}, {at}.", fr="Version {version}, {at}.")
_MORE = Text(
    en="{rows} more rows are not shown.", fr="{rows} lignes de plus ne sont pas affichées."
)

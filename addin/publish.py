"""Everything that is generated from the declarations, written or checked by `kpi publish`.

manifests/formulas.js   the formulas, for hosts that compute with no network
manifests/openapi.json  the HTTP interface
manifests/<host>/       what each spreadsheet is given (`addin/hosts`), for one server's address
docs/**/kpis.md         the reference of every KPI, in each language
docs/**/hosts.md        what each spreadsheet can do
docs/**/warehouse.md    its table of what each engine can do
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from addin.hosts import support
from addin.hosts.google.generate import files as google
from addin.hosts.libreoffice.package import libreoffice
from addin.hosts.office import office
from addin.hosts.windows.generate import files as windows
from addin.server.catalogue import catalogue
from kpi_core.catalog import REGISTRY
from kpi_core.catalog.slips import SLIPS
from kpi_core.engines import support as engines
from kpi_core.errors import Kind, KpiError, shown
from kpi_core.javascript import module
from kpi_core.text import Lang, Text
from kpi_core.units import UNIT_TITLES, Unit, written

ROOT = Path(__file__).parents[1]

#: Where the pages of each language are.
PAGES = {Lang.EN: Path("docs"), Lang.FR: Path("docs/fr")}
_LOCALE = {Lang.EN: "en-US", Lang.FR: "fr-FR"}
_BETTER = {
    "higher": Text(en="higher is better", fr="plus haut est mieux"),
    "lower": Text(en="lower is better", fr="plus bas est mieux"),
    "neither": Text(en="neither way is better", fr="aucun sens n’est meilleur"),
}


#: Where the server of a checkout's own manifests stands; Office asks for https.
URL = "https://localhost:8765"

#: What each host is given: the server's address -> path from the project's root -> content.
HOSTS: tuple[Callable[[str], Mapping[Path, str | bytes]], ...] = (
    google,
    libreoffice,
    office,
    windows,
)


def for_hosts(url: str = URL) -> dict[Path, str | bytes]:
    """Return what the spreadsheets are given that speak to the server at *url*."""
    return {path: content for host in HOSTS for path, content in host(url).items()}


def address(url: str) -> str:
    """
    Return the address of a server as manifests write it.

    Raises
    ------
    KpiError
        TYPE: spreadsheets load functions over https only, from the root of a server.
    """
    parts = urlsplit(url.strip())
    plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    if parts.scheme != "https" or not _HOST.fullmatch(parts.netloc) or not plain:
        raise KpiError(Kind.TYPE, _NO_ADDRESS.format(url=shown(url)))
    return f"https://{parts.netloc.lower()}"


def write_for(url: str, folder: Path) -> list[Path]:
    """Write in *folder* what the spreadsheets are given that speak to the server at *url*."""
    written_ = []
    for path, content in for_hosts(address(url)).items():
        target = folder / path.relative_to("manifests")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_bytes(content))
        written_.append(target)
    return written_


_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?")
_NO_ADDRESS = Text(
    en="“{url}” is not the address of a server: give one such as https://kpi.example.org.",
    fr="«\u00a0{url}\u00a0» n’est pas l’adresse d’un serveur\u202f: donnez-en une comme https://kpi.example.org.",
)


def files() -> dict[Path, str | bytes]:
    """Return every generated file: path from the project's root -> content."""
    return {
        **for_hosts(),
        Path("manifests/formulas.js"): module(REGISTRY.values()),
        Path("manifests/openapi.json"): json.dumps(_openapi(), ensure_ascii=False, indent=1) + "\n",
        **{PAGES[lang] / "kpis.md": "\n".join(reference(lang)) + "\n" for lang in Lang},
        **{PAGES[lang] / "hosts.md": support.page(lang) for lang in Lang},
        **{path: _with_engines(path, lang) for lang in Lang for path in [PAGES[lang] / _ENGINES]},
    }


_ENGINES = "warehouse.md"


def _with_engines(path: Path, lang: Lang) -> str:
    """Return a page that people write, with the table that is generated in it."""
    return engines.within((ROOT / path).read_text("utf-8"), lang)


def stale(root: Path = ROOT) -> list[Path]:
    """Return the generated files that are not what the declarations say."""
    return [
        path
        for path, text in files().items()
        if not (root / path).is_file() or (root / path).read_bytes() != _bytes(text)
    ]


def write(root: Path = ROOT) -> list[Path]:
    """Write the generated files that are stale, and return them."""
    written_ = stale(root)
    found = files()
    for path in written_:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(_bytes(found[path]))
    return written_


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def reference(lang: Lang) -> Iterator[str]:
    """Yield the lines of the reference page in *lang*: one section a KPI."""
    yield Text(
        en="# Every KPI\n\nGenerated from the declarations by `kpi publish`; do not edit.\n",
        fr="# Tous les indicateurs\n\nPage produite à partir des déclarations par `kpi publish`\u202f; ne pas modifier.\n",
    )[lang]
    for kpi in catalogue(lang):
        yield from _section(kpi, lang)
    yield Text(
        en="## Slips seen in sources, never reproduced here\n",
        fr="## Erreurs vues dans des sources, jamais reproduites ici\n",
    )[lang]
    for slip in SLIPS:
        yield f"- {slip[lang]}"


def _section(kpi: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    unit = Unit(kpi["unit"])
    separator = "; " if lang is Lang.FR else ", "
    arguments = separator.join(
        f"[{i['title']}]" if i["optional"] else i["title"] for i in kpi["inputs"]
    )
    value = written(kpi["example"]["value"], unit, "EUR", _LOCALE[lang])
    given = ", ".join(f"{v:g}" for v in kpi["example"]["inputs"].values())
    yield f"## {kpi['title']}\n"
    yield f"{kpi['reading']}\n"
    yield f"- `{kpi['function']}({arguments})`"
    yield Text(en="- Formula: {f}", fr="- Formule\u00a0: {f}").format(f=kpi["formula"])[lang]
    yield Text(en="- Unit: {u}; {b}", fr="- Unité\u00a0: {u}\u202f; {b}").format(
        u=UNIT_TITLES[unit], b=_BETTER[kpi["better"]]
    )[lang]
    yield Text(en="- Example: {g} → {v}", fr="- Exemple\u00a0: {g} → {v}").format(g=given, v=value)[
        lang
    ]
    yield Text(
        en="- Id: `{id}`, family `{family}`{default}",
        fr="- Id\u00a0: `{id}`, famille `{family}`{default}",
    ).format(
        id=kpi["id"],
        family=kpi["family"],
        default=Text(en=" (default)", fr=" (par défaut)") if kpi["default"] else "",
    )[lang]
    if kpi["aliases"]:
        yield Text(en="- Also called: {a}", fr="- On dit aussi\u00a0: {a}").format(
            a=", ".join(kpi["aliases"])
        )[lang]
    if not kpi["measured"]:
        yield Text(
            en="- On typed numbers only: data alone does not say what is counted.",
            fr="- Sur des nombres saisis seulement\u00a0: les données ne disent pas ce qui est compté.",
        )[lang]
    yield Text(en="- Source: [{p}]({u})\n", fr="- Source\u00a0: [{p}]({u})\n").format(
        p=kpi["source"]["publisher"], u=kpi["source"]["url"]
    )[lang]


def _openapi() -> dict[str, Any]:
    from addin.server.app import describe  # noqa: PLC0415 - the warehouse takes 0.5 s to load

    return describe()

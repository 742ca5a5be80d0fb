"""The page that compares the spreadsheets, made of what each declares."""

from __future__ import annotations

from addin.hosts.capabilities import TITLES, Ability, Capability, Host, Support
from addin.hosts.google.capabilities import SHEETS
from addin.hosts.libreoffice.capabilities import CALC
from addin.hosts.office.capabilities import EXCEL
from addin.hosts.windows.capabilities import WINDOWS
from addin.hosts.workbook.capabilities import WORKBOOK
from kpi_core.text import Lang, Text

#: In the order that the page shows them.
HOSTS = (EXCEL, WINDOWS, WORKBOOK, SHEETS, CALC)

_HEAD = Text(
    en="# What each spreadsheet can do\n\nGenerated from the declarations by `kpi publish`; do not edit. "
    "Numbers, names and arguments are the same everywhere; so are errors and their words, but for what follows.\n",
    fr="# Ce que peut chaque tableur\n\nPage produite à partir des déclarations par `kpi publish` ; ne pas modifier. "
    "Nombres, noms et arguments sont les mêmes partout ; les erreurs et leurs mots aussi, à ce qui suit près.\n",
)
_SAID = {
    Support.YES: Text(en="yes", fr="oui"),
    Support.PARTLY: Text(en="partly", fr="en partie"),
    Support.NO: Text(en="no", fr="non"),
}
_OTHERWISE = Text(en="| In {host} | Do this |", fr="| Dans {host} | Que faire |")


def page(lang: Lang) -> str:
    """Return the page of docs that compares the hosts."""
    lines = [_HEAD[lang], f"| | {' | '.join(host.title[lang] for host in HOSTS)} |"]
    lines.append(f"| --- |{' --- |' * len(HOSTS)}")
    for capability in Capability:
        said = (_SAID[host.abilities[capability].support][lang] for host in HOSTS)
        lines.append(f"| {TITLES[capability][lang]} | {' | '.join(said)} |")
    for host in HOSTS:
        lines += ["", f"## {host.title[lang]}", ""]
        lines += [_OTHERWISE.format(host=host.title[lang])[lang], "| --- | --- |"]
        for what, instead in sentences(host):
            lines.append(f"| {what[lang]} | {instead[lang] if instead else ''} |")
    return "\n".join(lines) + "\n"


def sentences(host: Host) -> list[tuple[Text, Text | None]]:
    """Return what *host* does otherwise, each with what to do instead, if anything."""
    # What several capabilities lack for one reason is said once.
    lacking: dict[Ability, None] = dict.fromkeys(
        host.abilities[c] for c in Capability if not host.can(c)
    )
    found = [(a.what, a.instead) for a in lacking if a.what is not None]
    return found + [(limit.what, limit.instead) for limit in host.limits]

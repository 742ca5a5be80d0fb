"""`kpi people`: leads that may be one person, and what somebody decides of them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, command, t
from addin.cli.session import Session
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text


@command(
    help=t(
        "List leads that may be one person; say that two are: kpi people L12 L40 (or --two).",
        "Lister les leads qui sont peut-être une même personne ; dire que deux le sont : kpi people L12 L40 (ou --two).",
    )
)
def people(
    context: typer.Context,
    one: Annotated[
        str | None,
        typer.Argument(
            metavar=t("one", "un"), help=t("The lead that stays.", "Le lead qui reste.")
        ),
    ] = None,
    other: Annotated[
        str | None,
        typer.Argument(
            metavar=t("other", "autre"), help=t("The same person.", "La même personne.")
        ),
    ] = None,
    two: Annotated[
        bool,
        typer.Option("--two", help=t("They are two people.", "Ce sont deux personnes.")),
    ] = False,
    undo: Annotated[
        bool,
        typer.Option(
            "--undo",
            help=t(
                "Take back what was said of them; with no lead, what was said last.",
                "Revenir sur ce qui a été dit d’eux\u202f; sans lead, sur ce qui a été dit en dernier.",
            ),
        ),
    ] = False,
    json: AsJson = False,
) -> None:
    """List the proposals, or decide on one."""
    from addin.cli import render

    session: Session = context.obj
    if undo and two:
        raise KpiError(Kind.TYPE, _NOT_BOTH)
    if one and not other:
        raise KpiError(Kind.EMPTY, _BOTH.format(one=one))
    asked: dict[str, Any] = {"one": one, "other": other, "same": not two} if one else {}
    if undo:
        asked |= {"undo": True}
    with session.desk() as ask:
        told = ask("people", asked)
    if json:
        render.as_json(told)
    elif undo:
        said = _TWO_AGAIN if told["undone"] == "one" else _PROPOSED_AGAIN
        render.say(said.format(one=told["one"], other=told["other"]), session.lang)
    elif asked:
        render.say((_TWO if two else _ONE).format(one=one, other=other), session.lang)
    elif told["proposals"]:
        _list(told, session)
    else:
        render.say(_NONE, session.lang)


def _list(told: dict[str, Any], session: Session) -> None:
    from addin.cli import render

    header = [t("lead", "lead"), t("who", "qui"), t("may be", "peut-être"), t("who", "qui")]
    render.table(
        "",
        [*header, t("because of", "à cause de")],
        [
            [
                p["one"]["lead"],
                _who(p["one"]),
                p["other"]["lead"],
                _who(p["other"]),
                _WHY[p["why"]][session.lang],
            ]
            for p in told["proposals"]
        ],
    )
    if told["count"] > len(told["proposals"]):
        render.say(_MORE.format(shown=len(told["proposals"]), count=told["count"]), session.lang)
    render.say(
        _DECIDE.format(**{k: told["proposals"][0][k]["lead"] for k in ("one", "other")}),
        session.lang,
    )


def _who(person: dict[str, Any]) -> str:
    return ", ".join(person[k] for k in ("name", "company", "email") if person[k])


_BOTH = Text(
    en="Give both leads: kpi people {one} L40.",
    fr="Donnez les deux leads\u00a0: kpi people {one} L40.",
)
_WHY = {
    "linkedin": Text(en="same LinkedIn address", fr="même adresse LinkedIn"),
    "name": Text(en="same name and company", fr="mêmes nom et entreprise"),
}
_NONE = Text(en="No two leads look like one person.", fr="Aucun lead ne ressemble à un autre.")
_MORE = Text(en="{shown} of {count} are shown.", fr="{shown} sur {count} sont affichées.")
_DECIDE = Text(
    en="Type `kpi people {one} {other}` if they are one person, with --two if they are not.",
    fr="Tapez `kpi people {one} {other}` si c’est la même personne, avec --two sinon.",
)
_ONE = Text(
    en="{other} is {one} from now on: one person, one lead.",
    fr="{other} est désormais {one}\u00a0: une personne, un lead.",
)
_TWO = Text(
    en="{one} and {other} are two people: they are not proposed again.",
    fr="{one} et {other} sont deux personnes\u00a0: elles ne seront plus proposées.",
)
_TWO_AGAIN = Text(
    en="{one} and {other} are two leads again, as they were. What files told of them since comes back when those files are imported again.",
    fr="{one} et {other} sont de nouveau deux leads, tels qu’ils étaient. Ce que des fichiers en ont dit depuis revient en les réimportant.",
)
_PROPOSED_AGAIN = Text(
    en="Nothing is decided of {one} and {other} any more: they may be proposed again.",
    fr="Plus rien n’est décidé pour {one} et {other}\u00a0: ils peuvent être proposés à nouveau.",
)
_NOT_BOTH = Text(
    en="--undo takes back either decision: leave --two out.",
    fr="--undo revient sur l’une ou l’autre décision\u00a0: retirez --two.",
)

"""`kpi abtest`: which version does better, and how many visitors that takes."""

from __future__ import annotations

import math
import re
from typing import Annotated

import typer

from addin.cli.root import AsJson, command, t
from addin.cli.session import Session
from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Lang, Text, counted
from kpi_core.units import Unit


@command(
    help=t(
        "Compare versions: kpi abtest 50/1000 72/1000, or plan one: --rate 3% --lift 20%.",
        "Comparer des versions\u00a0: kpi abtest 50/1000 72/1000, ou en préparer\u00a0: --rate 3% --lift 20%.",
    )
)
def abtest(
    context: typer.Context,
    versions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=t("conversions/seen by", "conversions/vues par"),
            help=t(
                "One pair a version, the present one first; of amounts, mean/deviation/size.",
                "Une paire par version, l’actuelle d’abord\u202f; de montants, moyenne/écart-type/taille.",
            ),
        ),
    ] = None,
    planned: Annotated[
        str | None,
        typer.Option(
            metavar="50:50",
            help=t(
                "How visitors were to be shared out: checked first.",
                "La répartition prévue des visiteurs\u00a0: vérifiée d’abord.",
            ),
        ),
    ] = None,
    rate: Annotated[
        str | None,
        typer.Option(
            metavar="3%", help=t("Rate of today, to plan.", "Taux actuel, pour préparer.")
        ),
    ] = None,
    lift: Annotated[
        str | None,
        typer.Option(metavar="20%", help=t("Relative gain to notice.", "Gain relatif à déceler.")),
    ] = None,
    a_day: Annotated[
        int | None,
        typer.Option(
            min=1, help=t("Visitors a day, all versions.", "Visiteurs par jour, toutes versions.")
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Compare versions, or say how many visitors and days it takes."""
    session: Session = context.obj
    if versions and all(_TRIPLE.fullmatch(said.strip()) for said in versions):
        _means(session, versions, json=json)
    elif versions:
        _compared(session, versions, planned, json=json)
    elif rate and lift:
        _planned(session, _share(rate), _share(lift), a_day, json=json)
    else:
        raise KpiError(Kind.EMPTY, _HOW)


def _compared(session: Session, versions: list[str], planned: str | None, *, json: bool) -> None:
    from addin.cli import render
    from addin.experiments import DIFFERENCES, versions_table
    from kpi_core.experiments import Arm
    from kpi_core.experiments.splitting import BROKEN, split_p
    from kpi_core.experiments.wording import points, split_kept

    arms = [Arm(*_pair(said)) for said in versions]
    shares = [_part(said) for said in planned.split(":")] if planned else None
    if len(arms) < 2 or (shares is not None and len(shares) != len(arms)):  # noqa: PLR2004 - two versions at least
        raise KpiError(Kind.SHAPE, _HOW)
    locale = _locale(session)
    (header, *rows), units = versions_table(arms, session.lang, locale, shares)
    if json:
        keys = ("version", "rate", "lift", "low", "high", "p", "power", "probability")
        render.as_json([dict(zip((*keys, "verdict", "words"), row, strict=True)) for row in rows])
        return
    told = [
        [
            points(cell, locale)
            if i in DIFFERENCES and isinstance(cell, float)
            else _written(cell, unit, locale)
            for i, (cell, unit) in enumerate(zip(row[:-1], units, strict=False))
        ]
        for row in rows
    ]
    render.table("", [str(h) for h in header[:-1]], told, right=[False, *[True] * 7, False])
    if shares is not None and (split := split_p([arm.shown for arm in arms], shares)) >= BROKEN:
        said = split_kept(split, session.lang, locale)
        render.say(Text(en=said, fr=said), session.lang)
    for *_, words in rows[1:]:
        render.say(Text(en=str(words), fr=str(words)), session.lang)


def _means(session: Session, versions: list[str], *, json: bool) -> None:
    """Compare amounts: mean/deviation/size a version."""
    from addin.cli import render
    from addin.experiments import means_table, samples_of
    from kpi_core.experiments.wording import amount

    locale = _locale(session)
    samples = samples_of([_number(part) for said in versions for part in said.split("/")])
    (header, *rows), units = means_table(samples, session.lang, locale)
    if json:
        keys = ("version", "mean", "lift", "low", "high", "p", "verdict", "words")
        render.as_json([dict(zip(keys, row, strict=True)) for row in rows])
        return
    told = [
        [
            amount(cell, locale)
            if unit is Unit.COUNT and isinstance(cell, float)
            else _written(cell, unit, locale)
            for cell, unit in zip(row[:-1], units, strict=False)
        ]
        for row in rows
    ]
    render.table("", [str(h) for h in header[:-1]], told, right=[False, *[True] * 5, False])
    for *_, words in rows[1:]:
        render.say(Text(en=str(words), fr=str(words)), session.lang)


def _number(said: str) -> float:
    return float(said.strip().replace(",", "."))


def _planned(session: Session, rate: float, lift: float, a_day: int | None, *, json: bool) -> None:
    from addin.cli import render
    from kpi_core.experiments import sample_size
    from kpi_core.units import Unit, written

    needed = sample_size(rate, lift)
    days = None if a_day is None else math.ceil(2 * needed / a_day)
    if json:
        render.as_json({"each": needed, "days": days})
        return
    locale = _locale(session)
    said = _SIZE.format(needed=written(needed, Unit.COUNT, "", locale))
    render.say(said, session.lang)
    if days is not None:
        render.say(counted(days, *_DAYS), session.lang)


def _written(cell: float | str | None, unit: Unit | None, locale: str) -> str:
    from kpi_core.experiments.wording import p_value
    from kpi_core.units import written

    if cell is None or isinstance(cell, str):
        return cell or "–"
    return p_value(cell, locale) if unit is None else written(cell, unit, "", locale)


def _locale(session: Session) -> str:
    return "fr-FR" if session.lang is Lang.FR else "en-US"


def _pair(said: str) -> tuple[int, int]:
    match = _PAIR.fullmatch(said.strip())
    if match is None:
        raise KpiError(Kind.TYPE, _NO_PAIR.format(said=shown(said)))
    return int(match[1]), int(match[2])


def _part(said: str) -> float:
    if not said.strip().isdigit() or not int(said):
        raise KpiError(Kind.TYPE, _HOW)
    return float(said)


def _share(said: str) -> float:
    """Return "3%", "3,5 %" or "0.03" as a share."""
    from kpi_core.values import parse_number

    plain = said.replace(",", ".").replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    number = parse_number(plain, "en-US").value
    if number is None:
        raise KpiError(Kind.TYPE, _NO_SHARE.format(said=shown(said)))
    return float(number)


_PAIR = re.compile(r"(\d{1,15})\s*/\s*(\d{1,15})")
_AMOUNT = r"\s*-?\d{1,15}(?:[.,]\d{1,10})?\s*"
_TRIPLE = re.compile(rf"{_AMOUNT}/{_AMOUNT}/\s*\d{{1,15}}\s*")
_HOW = Text(
    en="Give a pair a version, such as `kpi abtest 50/1000 72/1000`, or mean/deviation/size for amounts, such as `120/35/200 134/40/210`, two at least, and as many planned shares if you say them; or `--rate 3% --lift 20%` to plan.",
    fr="Donnez une paire par version, par exemple `kpi abtest 50/1000 72/1000`, ou moyenne/écart-type/taille pour des montants, par exemple `120/35/200 134/40/210`, deux au moins, et autant de parts prévues si vous les dites\u202f; ou `--rate 3% --lift 20%` pour préparer.",
)
_NO_PAIR = Text(
    en="“{said}” is not a version: write how many converted and how many saw it, such as 50/1000.",
    fr="«\u00a0{said}\u00a0» n’est pas une version\u00a0: écrivez combien ont converti et combien l’ont vue, par exemple 50/1000.",
)
_NO_SHARE = Text(
    en="“{said}” is not a rate: write 3% or 0.03.",
    fr="«\u00a0{said}\u00a0» n’est pas un taux\u00a0: écrivez 3% ou 0,03.",
)
_SIZE = Text(
    en="{needed} must see each version: then four times out of five, a gain of that size is noticed.",
    fr="Il faut que {needed} personnes voient chaque version\u00a0: quatre fois sur cinq, un gain de cette taille est alors décelé.",
)
_DAYS = (
    Text(en="With two versions, that takes {n} day.", fr="À deux versions, cela prend {n} jour."),
    Text(en="With two versions, that takes {n} days.", fr="À deux versions, cela prend {n} jours."),
)

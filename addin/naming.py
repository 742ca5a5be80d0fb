"""Names of data, dimensions and units of time as people type them, in either language."""

from __future__ import annotations

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.facts import DIMENSIONS, FACTS
from kpi_core.periods import GRAIN_TITLES
from kpi_core.registry import folded
from kpi_core.text import Text

_SHORTEST = 3


def grain(typed: str) -> str:
    """
    Return the unit of time that *typed* names: "trimestre", "quarters", "années".

    Raises
    ------
    KpiError
        TYPE when no trend can be cut into it.
    """
    from kpi_core.periods.words import vocabulary  # noqa: PLC0415 - only a trend needs it

    found = str(vocabulary().get(folded(typed), {}).get("UNIT", ""))
    if found not in GRAIN_TITLES:
        raise KpiError(
            Kind.TYPE,
            Text(
                en="--grain takes day, week, month, quarter or year, not “{typed}”.",
                fr="--grain accepte jour, semaine, mois, trimestre ou année, pas «\u00a0{typed}\u00a0».",
            ).format(typed=shown(typed)),
        )
    return found


def unit(typed: str) -> str:
    """
    Return whose paths *typed* names: "lead" or "account".

    Raises
    ------
    KpiError
        NOT_FOUND when it is neither.
    """
    from kpi_core.attribution.units import per_account  # noqa: PLC0415 - only models need it

    return "account" if per_account(typed) else "lead"


def fact(typed: str) -> str:
    """
    Return the kind of data that *typed* names: "spend", "dépenses", "trafic", "enquêtes".

    Raises
    ------
    KpiError
        NOT_FOUND, with all there are.
    """
    wanted = folded(typed)
    exact = [n for n, f in FACTS.items() if wanted in {folded(x) for x in (n, *_both(f.title))}]
    begun = [
        n
        for n, f in FACTS.items()
        if len(wanted) >= _SHORTEST
        and any(folded(x).startswith(wanted) for x in (n, *_both(f.title)))
    ]
    for found in (exact, begun):
        if len(found) == 1:
            return found[0]
    raise KpiError(
        Kind.NOT_FOUND,
        Text(
            en="“{typed}” is not a kind of data. Choose among: {english}.",
            fr="«\u00a0{typed}\u00a0» n’est pas un type de données. Au choix\u00a0: {french}.",
        ).format(
            typed=shown(typed),
            english=", ".join(FACTS),
            french=", ".join(f.title.fr for f in FACTS.values()),
        ),
    )


def dimension(typed: str) -> str:
    """Return the dimension that *typed* names in either language, or *typed* when none is."""
    return _DIMENSIONS.get(folded(typed), typed)


def column(typed: str, facts: tuple[str, ...] = ()) -> str:
    """Return the field that *typed* names in either language, or *typed*: "montant dépensé"."""
    table, dot, name = typed.rpartition(".")
    if dot:
        table = fact(table)
        return f"{table}.{column(name, (table,))}"
    wanted = folded(typed)
    found = {
        name
        for one in facts or tuple(FACTS)
        for name, declared in FACTS[one].columns.items()
        if wanted in {folded(x) for x in (name, *_both(declared.title))}
    }
    return found.pop() if len(found) == 1 else typed


def _both(text: Text) -> tuple[str, str]:
    return text.en, text.fr


_DIMENSIONS = {folded(n): d for d, title in DIMENSIONS.items() for n in (d, *_both(title))}

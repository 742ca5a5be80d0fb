"""The formula with its numbers, in words: what was divided by what, and what it leaves out."""

from __future__ import annotations

from kpi_core.arithmetic import Binary, Const, Expr, Input, Power
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Kpi
from kpi_core.glossary import GLOSSARY
from kpi_core.periods import Period
from kpi_core.query import KpiResult
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

_LOOSE, _TIGHT = 1, 2
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def formula(kpi: Kpi, lang: Lang) -> str:
    """Return the formula of *kpi* in words: "Direct cost ÷ Leads"."""
    return _said(kpi.expression, {n: GLOSSARY[n].title[lang] for n in kpi.names}, lang)


def formula_with_numbers(result: KpiResult, lang: Lang, locale: str) -> str:
    """Return the formula of *result* with its numbers: "Direct cost (€6,000.00) ÷ Leads (100)"."""
    currency = result.currency or "EUR"
    said = {
        name: f"{GLOSSARY[name].title[lang]} ({written(value, GLOSSARY[name].unit, currency, locale)})"
        for name, value in result.inputs.items()
        if name in GLOSSARY
    }
    return _said(REGISTRY[result.variant].expression, said, lang)


def substituted(expression: Expr, lang: Lang) -> str:
    """Return a part of a formula in words."""
    return _said(expression, {}, lang)


def explain(result: KpiResult, lang: Lang, locale: str) -> str:
    """
    Return one paragraph: the KPI, its period, its formula with its numbers, its margin, its caveats.

    Numbers are written for *locale*; words are in *lang*.
    """
    kpi = REGISTRY[result.variant]
    currency = result.currency or "EUR"
    period = Period(result.period.start, result.period.end).label(lang)
    unassigned = Text(en="(unassigned)", fr="(non affecté)")[lang]
    who = "".join(f"{member or unassigned}, " for member in result.group.values())
    value = written(result.value, kpi.unit, currency, locale)
    sentences = [
        Text(en="{title}, {who}{period}: {value}.", fr="{title}, {who}{period} : {value}.").format(
            title=kpi.title, who=who, period=period, value=value
        )[lang],
        Text(en="Formula: {formula}.", fr="Formule : {formula}.").format(
            formula=formula_with_numbers(result, lang, locale)
        )[lang],
    ]
    if result.low is not None:
        sentences.append(margin(result, lang, locale))
    sentences += [
        caveat.message.fr if lang is Lang.FR else caveat.message.en for caveat in result.caveats
    ]
    return " ".join(sentences)


def margin(result: KpiResult, lang: Lang, locale: str) -> str:
    """Return the margin of error as a sentence, empty where none is honest."""
    if result.low is None and result.high is None:
        return ""
    unit, currency = result.unit, result.currency or "EUR"
    low = written(result.low, unit, currency, locale)
    if result.high is None:
        return Text(
            en="Margin of error (95%): {low} or more.", fr="Marge d’erreur (95 %) : {low} ou plus."
        ).format(low=low)[lang]
    return Text(
        en="Margin of error (95%): {low} to {high}.",
        fr="Marge d’erreur (95 %) : de {low} à {high}.",
    ).format(low=low, high=written(result.high, unit, currency, locale))[lang]


def _said(expression: Expr, names: dict[str, str], lang: Lang, tightness: int = 0) -> str:
    match expression:
        case Const(value):
            return written(value, Unit.COUNT, "EUR", lang.value)
        case Input(name):
            return names.get(name, GLOSSARY[name].title[lang])
        case Power(base, power):
            return f"({_said(base, names, lang)}) ^ {power}"
        case Binary(op, left, right):
            own = _LOOSE if op in "+-" else _TIGHT
            text = (
                f"{_said(left, names, lang, own)} {_SIGNS[op]} "
                f"{_said(right, names, lang, own + (op in '-/'))}"
            )
            return f"({text})" if tightness > own else text
    raise TypeError(f"not a node of a formula: {expression!r}")

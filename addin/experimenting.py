"""Imported experiments as every face tells them: plain data, with the sentence to say."""

from __future__ import annotations

from typing import Any

from kpi_core.answering import Core
from kpi_core.answering.experiments import (
    Experiment,
    ExperimentQuery,
    Experiments,
    Version,
    experiments,
)
from kpi_core.experiments.splitting import BROKEN
from kpi_core.experiments.wording import sentence, split_kept
from kpi_core.text import Lang

Json = dict[str, Any]
_LOCALES = {Lang.EN: "en-US", Lang.FR: "fr-FR"}


def asked_of(core: Core, asked: Json) -> Json:
    """Answer {"query": an `ExperimentQuery`}."""
    return told(experiments(core, ExperimentQuery.model_validate(asked["query"])))


def told(found: Experiments) -> Json:
    """Return experiments as plain data."""
    return {
        "experiments": [_experiment(one) for one in found.found],
        "skipped": [
            {"experiment": name, "why": {"en": why.en, "fr": why.fr}} for name, why in found.skipped
        ],
        "currency": found.currency,
    }


def _experiment(one: Experiment) -> Json:
    first = one.versions[0]
    said = {
        lang: " ".join(
            [
                *(
                    sentence(v.found, (first.arm, v.arm), (first.name, v.name), lang, locale)
                    for v in one.versions
                    if v.found is not None
                ),
                *([split_kept(one.split, lang, locale)] if one.split >= BROKEN else []),
            ]
        )
        for lang, locale in _LOCALES.items()
    }
    return {
        "experiment": one.name,
        "period": {"start": one.period.start.isoformat(), "end": one.period.end.isoformat()},
        "winner": one.winner,
        "split_p": one.split,
        "split_broken": one.split < BROKEN,
        "versions": [_version(v) for v in one.versions],
        "said": {lang.value: words for lang, words in said.items()},
    }


def _version(one: Version) -> Json:
    found = one.found
    names = (
        "lift",
        "lift_low",
        "lift_high",
        "low",
        "high",
        "p",
        "p_anytime",
        "power",
        "probability",
    )
    return {
        "variant": one.name,
        "exposed": one.arm.shown,
        "conversions": one.arm.conversions,
        "rate": one.arm.rate,
        "amount": one.amount,
        "amount_each": None if one.amount is None else one.amount / one.arm.shown,
        **{name: None if found is None else getattr(found, name) for name in names},
        "verdict": None if found is None else found.verdict.value,
    }

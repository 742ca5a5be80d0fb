"""Forecasts against what was published of the airline passengers, 1949 to 1960."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest

from kpi_core.outlook.airline import airline
from kpi_core.outlook.holt_winters import holt_winters
from kpi_core.outlook.smoothing import Model, Part, fit

SHARED = Path(__file__).parents[4] / "shared"
pytestmark = pytest.mark.shared


@pytest.fixture(name="passengers", scope="module")
def _passengers():
    with (SHARED / "data" / "airpassengers" / "AirPassengers.csv").open() as file:
        found = [float(row["y"]) for row in csv.DictReader(file)]
    assert (144, 40_363) == (len(found), sum(found))
    return found


def published(name):
    cases = map(json.loads, (SHARED / "specs" / "reference_cases.jsonl").read_text().splitlines())
    (case,) = (c for c in cases if c["id"] == name)
    return case["expected"], case["tol"]


def test_holt_winters_is_the_one_of_textbooks(passengers):
    """
    The three weights, the squared errors and the next three months are those that R gives.
    """
    expected, tolerance = published("hw_air")

    found = holt_winters(passengers, 12, times=True)

    assert expected["alpha"] == pytest.approx(found.alpha, abs=tolerance)
    assert expected["beta"] == pytest.approx(found.beta, abs=tolerance)
    assert expected["gamma"] == pytest.approx(found.gamma, abs=tolerance)
    assert expected["SSE"] == pytest.approx(found.squares, abs=0.005)
    assert expected["fc3"] == pytest.approx(found.ahead(3).tolist(), rel=tolerance / 100)


def test_the_airline_model_is_box_and_jenkins_own(passengers):
    """
    Both weights are theirs; the likelihood is the exact one, 0.003 below R's approximation of it.
    """
    expected, tolerance = published("airline_air")

    found = airline([math.log10(v) for v in passengers], 12)

    assert expected["ma1"] == pytest.approx(found.unit, abs=tolerance)
    assert expected["sma1"] == pytest.approx(found.season, abs=tolerance)
    # R starts from a diffuse prior with a large variance; statsmodels gives 353.95457.
    assert expected["loglik"] == pytest.approx(found.likelihood, abs=0.0035)
    assert pytest.approx(found.likelihood, abs=0.0005) == 353.95457


def test_a_state_space_fit_is_at_least_as_likely_as_the_published_one(passengers):
    """
    ETS(M,Ad,M) as R found it has an AIC of 1395.166; ours is at most that, as statsmodels' is.
    """
    expected, _ = published("ets_air")

    found = fit(Model(Part.MULTIPLIED, Part.DAMPED, Part.MULTIPLIED, 12), passengers, states=True)

    assert expected["model"] == found.model.name
    assert expected["AIC"] - 1.5 <= found.aic <= expected["AIC"]
    assert expected["AICc"] - expected["AIC"] == pytest.approx(found.aicc - found.aic, abs=0.01)
    assert expected["phi"] == pytest.approx(found.weights.damping, abs=0.001)
    assert pytest.approx(found.weights.level, abs=0.001) == 0.7607  # statsmodels' own optimum

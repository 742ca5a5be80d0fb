"""The focus KPIs of a workspace, as sentences."""

from __future__ import annotations

from addin.cli.session import Session
from assistant.answering.sentences import sentence
from kpi_core.query import KpiResult
from kpi_core.text import Lang


def samples(session: Session) -> list[str]:
    """Return one sentence a focus KPI, over the workspace's default period."""
    locale = "fr-FR" if session.lang is Lang.FR else "en-US"
    with session.desk() as ask:
        focus = ask("settings", {})["focus"]
        found = ask("query", {"query": {"kpis": focus}})["results"]
    return [f"  {sentence(KpiResult.model_validate(r), session.lang, locale)}" for r in found]

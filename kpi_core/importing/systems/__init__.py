"""Exports known by their headers, most specific first: the first whose needs are met wins."""

from __future__ import annotations

from kpi_core.importing.systems.ads import ADS
from kpi_core.importing.systems.crm import CRM
from kpi_core.importing.systems.email import EMAIL
from kpi_core.importing.systems.outreach import OUTREACH
from kpi_core.importing.systems.web import WEB
from kpi_core.importing.words import System

SYSTEMS: tuple[System, ...] = (*OUTREACH, *CRM, *ADS, *EMAIL, *WEB)

__all__ = ["SYSTEMS"]

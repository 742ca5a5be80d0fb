"""Every name that may appear in a KPI's signature, defined once, with how data gives it."""

from collections.abc import Mapping
from types import MappingProxyType

from kpi_core.glossary import costs, customers, funnel, media, sales, satisfaction
from kpi_core.glossary.term import Term

GLOSSARY: Mapping[str, Term] = MappingProxyType(
    costs.TERMS | funnel.TERMS | sales.TERMS | customers.TERMS | media.TERMS | satisfaction.TERMS
)

__all__ = ["GLOSSARY", "Term"]

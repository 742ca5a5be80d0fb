"""Ways to describe a KPI without its name: what it is made of, said as people say it.

Not names: only who asks in words is understood by them, and their little words do not matter.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.catalog.sayings.sold import SOLD
from kpi_core.catalog.sayings.spent import SPENT
from kpi_core.glossary.concept import Concept

#: KPI -> its descriptions, `|` between two of them.
SAYINGS: Mapping[str, Concept] = {**SPENT, **SOLD}

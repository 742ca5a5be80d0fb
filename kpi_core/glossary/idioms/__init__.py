"""How people say the same things without the field's words: verbs, images, whole turns of phrase.

Each adds to the concept of the same name; endings need not be listed.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.glossary.concept import Concept
from kpi_core.glossary.idioms.doing import DOING
from kpi_core.glossary.idioms.money import MONEY
from kpi_core.glossary.idioms.people import PEOPLE

IDIOMS: Mapping[str, Concept] = {**MONEY, **PEOPLE, **DOING}

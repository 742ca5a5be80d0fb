"""The pages on cohorts name what there is, in both languages, and repeat the published numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_core.retention.measures import MEASURES
from kpi_core.retention.renewals import fit, renewals_of
from kpi_core.text import Lang
from tests.kpi_core.retention.test_renewals import POOLED

DOCS = Path(__file__).parents[3] / "docs"
PAGES = {Lang.EN: DOCS / "cohorts.md", Lang.FR: DOCS / "fr" / "cohorts.md"}


@pytest.mark.parametrize("lang", Lang)
def test_each_measure_is_explained(lang):
    """
    Every measure that can be asked is on the page; in either language.
    """
    page = PAGES[lang].read_text(encoding="utf-8")

    for measure in set(MEASURES) - {"leads_won"}:
        assert f"`{measure}`" in page


def test_what_the_page_says_of_ours_is_ours():
    """
    The parameters of the pooled cohorts on the page are those that the fit gives.
    """
    found = fit(renewals_of(POOLED))

    assert f"{found.alpha:.3f}, {found.beta:.3f}" in PAGES[Lang.EN].read_text(encoding="utf-8")

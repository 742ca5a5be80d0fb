"""One demo for all tests of this folder: it does not change between them."""

from datetime import date

import pytest

from kpi_core.demo import Demo, generate


@pytest.fixture(name="demo", scope="session")
def _demo() -> Demo:
    return generate(date(2025, 11, 12))

"""What reads a warehouse of the tests through its driver, and the words with which it refuses."""

from __future__ import annotations

from importlib import import_module

import pytest

from kpi_core.engines.driven import Reading, Sessions
from kpi_core.engines.opening import DRIVERS
from kpi_core.engines.prelude import Prelude
from kpi_core.errors import KpiError
from kpi_core.warehouse.address import read
from tests.kpi_core.engines.server import PASSWORD


def sessions(url, password=PASSWORD):
    address = read(url)
    module, name = DRIVERS[address.dialect]
    return Sessions(getattr(import_module(module), name)(address, password))


def reader(url, password=PASSWORD):
    return Reading(sessions(url, password), Prelude({}))


def refused(call, *args, **kwargs):
    """Return the error that *call* raises, told in both languages and without the password."""
    with pytest.raises(KpiError) as raised:
        call(*args, **kwargs)
    said = raised.value.message
    assert said.en != said.fr
    assert PASSWORD not in said.en + said.fr
    return raised.value

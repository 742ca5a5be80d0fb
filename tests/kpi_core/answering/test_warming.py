"""What a server does before anybody asks."""

from kpi_core.answering.warming import warm
from kpi_core.warehouse.assembling import compiled


def test_the_compiler_has_compiled_once_before_the_first_question():
    """
    What the first question of a server would wait for is done, without any data.
    """
    compiled.cache_clear()

    warm()

    assert 1 == compiled.cache_info().currsize

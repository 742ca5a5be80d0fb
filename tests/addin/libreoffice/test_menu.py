"""The menu in a real office."""

import pytest


def test_the_menu_is_there(office):
    """
    The office shows the three entries of the menu, in its language.
    """
    assert ["Refresh", "Errors of this sheet", "Settings"] == office.menu()


@pytest.mark.parametrize("entry", ["refresh", "errors", "settings"])
def test_every_entry_does_what_it_says(office, entry):
    """
    Each entry runs to its end over a sheet that has errors; nobody is there to close a window.
    """
    office.formulas("A1:A2", [["=B2B.CPL(1;0)"], ['=B2B.CPL("x";1)+1']])

    assert office.trigger(entry) is None
    assert "#DIV/0!" == office.shows("A1")

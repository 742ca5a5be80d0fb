"""Protected ranges: who may not write where."""

from __future__ import annotations

from addin.demo.book import Book
from addin.demo.errors import RequestError
from addin.demo.grid import Grid
from addin.demo.ranges import Area

_REFUSAL = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to "
    "remove protection if you need to edit."
)


def guard(book: Book, grid: Grid, area: Area) -> None:
    """
    Let the editor of the change in hand write in *area*.

    A protection that only warns stops nobody here: the warning is a window, and programs see none.

    Raises
    ------
    RequestError: the block is protected, and the editor is not among those who may write there.
    """
    protections = grid.objects.get("protectedRanges")
    if not protections or book.editor == book.owner:
        return
    for one in protections:
        if one.get("warningOnly") or book.editor in one.get("editors", {}).get("users", ()):
            continue
        if touches(grid, one["range"], area) and not _open(one, area):
            raise RequestError(_REFUSAL)


def touches(grid: Grid, held: dict[str, int], area: Area) -> bool:
    """Tell whether a GridRange of this tab has cells in common with *area*."""
    return (
        held.get("startRowIndex", 0) < area.bottom
        and held.get("endRowIndex", grid.row_count) > area.top
        and held.get("startColumnIndex", 0) < area.right
        and held.get("endColumnIndex", grid.column_count) > area.left
    )


def _open(protection: dict[str, list[dict[str, int]]], area: Area) -> bool:
    """Tell whether *area* lies in one of the blocks that the protection leaves open."""
    return any(
        free.get("startRowIndex", 0) <= area.top
        and free.get("endRowIndex", area.bottom) >= area.bottom
        and free.get("startColumnIndex", 0) <= area.left
        and free.get("endColumnIndex", area.right) >= area.right
        for free in protection.get("unprotectedRanges", ())
    )

"""What the office loads: the functions, the menu's orders, and what happens to documents."""

from __future__ import annotations

import contextlib
import zipfile
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]  # only the office has it
import unohelper  # type: ignore[import-not-found]  # idem
from com.sun.star.lang import XServiceInfo  # type: ignore[import-not-found]  # idem
from com.sun.star.task import XJob, XJobExecutor  # type: ignore[import-not-found]  # idem
from org.b2bkpi import XFunctions  # type: ignore[import-not-found]  # our own, from functions.idl

from addin.hosts.libreoffice.inside import dialogs, documents
from addin.hosts.libreoffice.inside.naming import SERVICE
from addin.hosts.libreoffice.inside.office import (
    DATA,
    IMPLEMENTATION,
    METHODS,
    TYPED,
    functions,
    office,
)

_ADDRESS = Path(__file__).with_name("address.txt")
_EXCEL = ("Calc MS Excel 2007 XML", "Calc Office Open XML", "Calc MS Excel 2007 VBA XML")
# The open documents that an add-in of Excel's gave its names to: they get them back.
_named_by_add_in: set[str] = set()


def _functions(context: Any, *given: Any) -> Any:
    del given
    return functions(XFunctions, context, _ADDRESS.read_text("utf-8").strip())


class Orders(unohelper.Base, XJobExecutor, XServiceInfo):  # type: ignore[misc]  # no types
    """The menu: `service:org.b2bkpi.Orders?refresh`."""

    def __init__(self, context: Any, *given: Any) -> None:
        del given
        self._context = context

    def trigger(self, order: str) -> None:
        """Do what the menu says."""
        running = office(self._context)
        running.address = _ADDRESS.read_text("utf-8").strip()
        if order == "refresh":
            running.refresh()
        elif order == "errors":
            dialogs.errors(running)
        elif order == "settings":
            dialogs.settings(running)

    def getImplementationName(self) -> str:  # noqa: N802 - UNO's name
        """Name this implementation."""
        return "org.b2bkpi.Orders.python"

    def supportsService(self, name: str) -> bool:  # noqa: N802 - idem
        """Tell whether it is *name*."""
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802 - idem
        """Return what it is."""
        return ("org.b2bkpi.Orders",)


class Documents(unohelper.Base, XJob, XServiceInfo):  # type: ignore[misc]  # idem
    """Called when a document has been opened, and when one has been saved."""

    def __init__(self, context: Any, *given: Any) -> None:
        del given
        self._context = context

    def execute(self, given: Any) -> None:
        """Rename our functions as the document's own program names them."""
        told = {
            pair.Name: pair.Value
            for group in given
            if group.Name == "Environment"
            for pair in group.Value
        }
        document: Any = told.get("Model")
        if not documents.is_spreadsheet(document):
            return
        if told.get("EventName") == "OnLoadFinished":
            office(self._context).look()
            if documents.opened(document, METHODS, [METHODS[name] for name in DATA]):
                _named_by_add_in.add(document.RuntimeUID)
        elif document.URL.startswith("file:") and _filter(document) in _EXCEL:
            prefix = "_xldudf_" if document.RuntimeUID in _named_by_add_in else ""
            # A file that the system keeps locked stays as the office wrote it.
            with contextlib.suppress(OSError, zipfile.BadZipFile):
                documents.saved(Path(uno.fileUrlToSystemPath(document.URL)), TYPED, prefix)

    def getImplementationName(self) -> str:  # noqa: N802 - UNO's name
        """Name this implementation."""
        return "org.b2bkpi.Documents.python"

    def supportsService(self, name: str) -> bool:  # noqa: N802 - idem
        """Tell whether it is *name*."""
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802 - idem
        """Return what it is."""
        return ("org.b2bkpi.Documents",)


def _filter(document: Any) -> str:
    return next((str(a.Value) for a in document.getArgs() if a.Name == "FilterName"), "")


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - the name the office looks for
g_ImplementationHelper.addImplementation(_functions, IMPLEMENTATION, (SERVICE,))
g_ImplementationHelper.addImplementation(Orders, "org.b2bkpi.Orders.python", ("org.b2bkpi.Orders",))
g_ImplementationHelper.addImplementation(
    Documents, "org.b2bkpi.Documents.python", ("org.b2bkpi.Documents",)
)

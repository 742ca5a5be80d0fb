"""What the office loads: the functions, the menu's orders, and what happens to documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import unohelper  # type: ignore[import-not-found]  # only the office has it
from com.sun.star.lang import XServiceInfo  # type: ignore[import-not-found]  # idem
from com.sun.star.task import XJob, XJobExecutor  # type: ignore[import-not-found]  # idem
from org.b2bkpi import XFunctions  # type: ignore[import-not-found]  # our own, from functions.idl

from addin.hosts.libreoffice.inside import dialogs, documents
from addin.hosts.libreoffice.inside.naming import SERVICE
from addin.hosts.libreoffice.inside.office import (
    IMPLEMENTATION,
    METHODS,
    TYPED,
    functions,
    office,
)

_ADDRESS = Path(__file__).with_name("address.txt")


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
    """Called when a document has been opened, and around each time one is written."""

    def __init__(self, context: Any, *given: Any) -> None:
        del given
        self._context = context

    def execute(self, given: Any) -> None:
        """Rename our functions as the document's program names them."""
        told = {
            pair.Name: pair.Value
            for group in given
            if group.Name == "Environment"
            for pair in group.Value
        }
        event, document = told.get("EventName", ""), told.get("Model")
        if not documents.is_spreadsheet(document):
            return
        if event == "OnLoadFinished" or event.endswith(("Done", "Failed")):
            documents.open_(document, METHODS)
        elif documents.for_excel(_filter(document)):
            documents.leave(document, TYPED)

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

"""The functions and the menu as the office sees them.

Only this module and its neighbours `documents` and `dialogs` need UNO, which exists inside the
office and nowhere else: its names have no types.
"""

from __future__ import annotations

import locale as system_locale
import math
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]  # only the office has it
import unohelper  # type: ignore[import-not-found]  # idem
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]  # idem
from com.sun.star.lang import (  # type: ignore[import-not-found]  # idem
    Locale,
    XServiceInfo,
    XServiceName,
)
from com.sun.star.sheet import ResultEvent, XVolatileResult  # type: ignore[import-not-found]  # idem

from addin.computing import computed
from addin.hosts import settings as kept
from addin.hosts.asking import Answer, Call, Patience, ask
from addin.hosts.libreoffice.inside.hurry import Hurry
from addin.hosts.libreoffice.inside.naming import SERVICE, method
from addin.hosts.libreoffice.inside.values import PENDING, arguments, error, shown
from addin.hosts.libreoffice.inside.waiting import Result, Waiting
from addin.hosts.libreoffice.inside.why import why
from addin.hosts.libreoffice.inside.words import WORDS
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Kpi
from kpi_core.errors import KpiError
from kpi_core.text import Lang

#: The functions over the data.
DATA = (
    "B2B_KPI",
    "B2B_TABLE",
    "B2B_TREND",
    "B2B_INTERVAL",
    "B2B_TARGET",
    "B2B_EXPLAIN",
    "B2B_ASK",
    "B2B_COHORTS",
    "B2B_FORECAST",
    "B2B_ANOMALIES",
    "B2B_COSTS",
    "B2B_FUNNEL",
    "B2B_PATHS",
    "B2B_CONTENTS",
    "B2B_COMPARE",
    "B2B_LIFETIME",
    "B2B_HOT_LEADS",
    "B2B_AB_TEST",
    "B2B_AB_TEST_MEANS",
    "B2B_SAMPLE_SIZE",
)
#: Those whose last argument does not repeat.
_COUNTED = frozenset({"B2B_ASK", "B2B_SAMPLE_SIZE"})
WHY = "B2B_WHY"
IMPLEMENTATION = "org.b2bkpi.Functions.python"
METHODS = {name: method(name) for name in (*DATA, WHY, *(k.function for k in REGISTRY.values()))}
TYPED = {written: typed for typed, written in METHODS.items()}
_KPIS = {method(kpi.function): kpi for kpi in REGISTRY.values()}

# By its separators a locale is read like one of these, whose marks need no table of the world's.
_LIKE = {(",", "."): "en-US", (" ", ","): "fr-FR", (".", ","): "de-DE", ("'", "."): "de-CH"}


class Office:
    """One running office: its language, its settings, what it waits for."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.lang = Lang.EN
        self.locale = "en-US"
        self.address = ""  # where the server is unless the user says otherwise
        self._hurry = Hurry()
        self.waiting = Waiting(self._ask)
        self._failed = -math.inf
        self.look()

    def service(self, name: str, *given: Any) -> Any:
        """Return one of the office's own services."""
        manager = self.context.ServiceManager
        if given:
            return manager.createInstanceWithArgumentsAndContext(name, given, self.context)
        return manager.createInstanceWithContext(name, self.context)

    def look(self) -> None:
        """Read again in which language the office speaks and how it writes numbers."""
        tags = self._configured()
        self.lang = Lang.FR if tags["ooLocale"].lower().startswith("fr") else Lang.EN
        language = system_locale.getlocale(system_locale.LC_NUMERIC)[0] or ""
        if language in {"C", "POSIX"}:
            language = ""
        tag = tags["ooSetupSystemLocale"] or language or tags["ooLocale"] or "en-US"
        self.locale = self._readable(tag.replace("_", "-"))

    def _configured(self) -> dict[str, str]:
        provider = self.service("com.sun.star.configuration.ConfigurationProvider")
        node = PropertyValue(Name="nodepath", Value="/org.openoffice.Setup/L10N")
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess", (node,)
        )
        return {n: access.getByName(n) or "" for n in ("ooLocale", "ooSetupSystemLocale")}

    def _readable(self, tag: str) -> str:
        language, _, country = tag.partition("-")
        if language in {"en", "fr"}:
            return tag
        item = self.service("com.sun.star.i18n.LocaleData").getLocaleItem(
            Locale(language, country[:2], "")
        )
        group = item.thousandSeparator.replace("\u00a0", " ").replace("\u202f", " ")
        marks = (group.replace("’", "'"), item.decimalSeparator)
        return _LIKE.get(marks, "de-DE" if marks[1] == "," else "en-US")

    @property
    def settings_file(self) -> Path:
        """Return the file that holds the user's settings."""
        paths = self.service("com.sun.star.util.PathSubstitution")
        folder = uno.fileUrlToSystemPath(paths.substituteVariables("$(user)", True))
        return Path(folder) / "b2b-kpi.json"

    def settings(self) -> kept.Settings:
        """Return the server's address and the key, as they are now."""
        return kept.read(self.settings_file, self.address, os.environ)

    def refresh(self) -> None:
        """Ask again for everything that cells show of the data."""
        self.look()
        self._failed = -math.inf
        self._hurry.ask()
        self.waiting.refresh()

    def call(self, name: str, row: list[Any]) -> object:
        """Return the outcome of the function whose IDL name is *name*; None when not come yet."""
        if kpi := _KPIS.get(name):
            return computed(kpi, row, self.locale)
        result = self.waiting.result(TYPED[name], row)
        return result.outcome if result.came else None

    def _ask(self, calls: Sequence[Call]) -> list[Answer]:
        self._hurry.forget()
        settings = self.settings()
        # Whoever waits behind a batch that failed does not wait as long once more.
        failing = time.monotonic() - self._failed < settings.patience
        seconds = min(2.0, settings.patience) if failing else settings.patience
        patience = Patience(seconds, sleep=self._hurry.pause, attend=self._hurry.attend)
        try:
            answers = ask(settings, calls, self.lang.value, self.locale, WORDS, patience=patience)
        except KpiError:
            self._failed = time.monotonic()
            raise
        self._failed = -math.inf
        return answers


class _Later(unohelper.Base, XVolatileResult):  # type: ignore[misc]  # no types
    """A result that Calc listens to."""

    def __init__(self, result: Result) -> None:
        self._result = result
        self._listeners: list[Any] = []
        result.listeners.append(self._tell)

    def addResultListener(self, listener: Any) -> None:  # noqa: N802 - UNO's name
        """Tell *listener* now, and whenever the result changes."""
        self._listeners.append(listener)
        if self._tell not in self._result.listeners:
            self._result.listeners.append(self._tell)
        listener.modified(self._event())

    def removeResultListener(self, listener: Any) -> None:  # noqa: N802 - idem
        """Tell *listener* no more."""
        if listener in self._listeners:
            self._listeners.remove(listener)
        if not self._listeners and self._tell in self._result.listeners:
            self._result.listeners.remove(self._tell)

    def _tell(self, result: Result) -> None:
        del result
        event = self._event()
        for listener in list(self._listeners):
            listener.modified(event)

    def _event(self) -> Any:
        event = ResultEvent()
        event.Source = self
        result = self._result
        value = PENDING if result.came is None else shown(result.outcome)
        # A table must be typed as one, or Calc shows its first cell.
        event.Value = uno.Any("[][]any", value) if isinstance(value, tuple) else value
        return event


_office: list[Office] = []


def office(context: Any) -> Office:
    """Return the one office of this process."""
    if not _office:
        _office.append(Office(context))
    return _office[0]


def functions(interface: type, context: Any, address: str) -> Any:
    """Return the object whose methods are the functions of *interface*."""
    running = office(context)
    running.address = address
    methods: dict[str, Any] = {m: _local(running, kpi) for m, kpi in _KPIS.items()}
    methods |= {METHODS[name]: _data(running, name) for name in DATA}
    methods[METHODS[WHY]] = _why(running)
    methods["getServiceName"] = lambda _: SERVICE
    methods["getImplementationName"] = lambda _: IMPLEMENTATION
    methods["supportsService"] = lambda _, name: name == SERVICE
    methods["getSupportedServiceNames"] = lambda _: (SERVICE,)
    bases = (unohelper.Base, interface, XServiceName, XServiceInfo)
    return type("Functions", bases, methods)()


def _local(running: Office, kpi: Kpi) -> Callable[..., object]:
    def function(self: object, *given: object) -> object:
        del self
        try:
            return shown(computed(kpi, arguments(given), running.locale))
        except Exception:  # noqa: BLE001 - whatever escapes would be shown as Err:502
            return error("#VALUE!")

    return function


def _data(running: Office, name: str) -> Callable[..., object]:
    def function(self: object, *given: Any) -> object:
        del self
        *first, last = given
        rest = [last] if name in _COUNTED else last
        result = running.waiting.result(name, arguments([*first, *rest]))
        if result.face is None:
            result.face = _Later(result)
        return result.face

    return function


def _why(running: Office) -> Callable[..., str]:
    def function(self: object, document: Any, cells: Any) -> str:
        del self
        return explained(running, document, cells.getCellByPosition(0, 0))

    return function


def explained(running: Office, document: Any, cell: Any) -> str:
    """Return what is wrong with *cell*, in the language of the office."""
    return why(cell, document.Sheets, running.call)[running.lang]


def failure(running: Office, crash: KpiError) -> str:
    """Return the sentence of an error."""
    return crash.message[running.lang]

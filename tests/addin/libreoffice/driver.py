"""Drives a real office from the system's own Python, which alone has UNO: one order a line."""

import contextlib
import json
import os
import subprocess
import sys
import time
import traceback
from pathlib import Path

import uno
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.task import XInteractionHandler
from com.sun.star.ucb import XCommandEnvironment


class Consent(unohelper.Base, XInteractionHandler):
    """Says yes to the licence, as a person would."""

    def handle(self, request):
        for choice in request.getContinuations():
            approve = choice.queryInterface(
                uno.getTypeByName("com.sun.star.task.XInteractionApprove")
            )
            if approve:
                approve.select()
                return


class Surroundings(unohelper.Base, XCommandEnvironment):
    def getInteractionHandler(self):  # noqa: N802 - UNO's name
        return Consent()

    def getProgressHandler(self):  # noqa: N802 - idem
        return None


def prop(name, value):
    return PropertyValue(Name=name, Value=value)


class Driver:
    def __init__(self, profile, extension):
        self.pipe = f"kpi{os.getpid()}"
        self.profile = profile
        self.start()
        manager = self.context.getValueByName(
            "/singletons/com.sun.star.deployment.ExtensionManager"
        )
        manager.addExtension(
            Path(extension).as_uri(), (), "user", manager.createAbortChannel(), Surroundings()
        )
        self.stop()
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                "--nodefault",
                "--nologo",
                f"--accept=pipe,name={self.pipe};urp;",
                f"-env:UserInstallation={Path(self.profile).as_uri()}",
            ],
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
        )
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        until = time.monotonic() + 60
        while True:
            try:
                self.context = resolver.resolve(
                    f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext"
                )
                break
            except Exception:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
        self.desktop = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", self.context
        )

    def stop(self):
        with contextlib.suppress(Exception):  # an office that leaves answers nothing more
            self.desktop.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)

    # --- orders

    def new(self):
        self.document = self.desktop.loadComponentFromURL(
            "private:factory/scalc", "_blank", 0, (prop("Hidden", True),)
        )

    def open(self, path):
        self.document = self.desktop.loadComponentFromURL(
            Path(path).as_uri(), "_blank", 0, (prop("Hidden", True),)
        )

    def close(self):
        self.document.close(True)

    def export(self, path, kind):
        """Write a copy."""
        self.document.storeToURL(Path(path).as_uri(), (prop("FilterName", kind),))

    def save_as(self, path, kind):
        self.document.storeAsURL(Path(path).as_uri(), (prop("FilterName", kind),))

    def save(self):
        self.document.store()

    def modified(self):
        return self.document.isModified()

    def sheet(self):
        return self.document.Sheets.getByIndex(0)

    def range(self, place):
        return self.sheet().getCellRangeByName(place)

    def put(self, place, data):
        """Write values: numbers as numbers, text as text, None as nothing."""
        self.range(place).setDataArray(
            tuple(tuple("" if v is None else v for v in row) for row in data)
        )

    def formulas(self, place, data):
        """Write formulas as a file does: English, with semicolons."""
        self.range(place).setFormulaArray(tuple(tuple(row) for row in data))

    def type(self, place, text):
        """Write what a person types."""
        self.range(place).setFormula(text)

    def typed(self, place, text):
        self.range(place).FormulaLocal = text

    def array(self, place, formula):
        self.range(place).setArrayFormula(formula)

    def read(self, place):
        """Return rows of [number as hexadecimal or text, error, what is seen, formula]."""
        found = self.range(place)
        rows = found.Rows.Count
        columns = found.Columns.Count
        return [
            [self._cell(found.getCellByPosition(j, i)) for j in range(columns)] for i in range(rows)
        ]

    def _cell(self, cell):
        kind = (
            cell.FormulaResultType2
            if cell.Type.value == "FORMULA"
            else {"VALUE": 1, "TEXT": 2}.get(cell.Type.value, 0)
        )
        error = cell.getError()
        value = None if error else cell.Value.hex() if kind == 1 else cell.String
        return [value, error, cell.String, cell.Formula]

    def data(self, place):
        """Return what cells hold, in one call; None for an error."""
        return [list(row) for row in self.range(place).getDataArray()]

    def errors(self, place):
        found = self.range(place).queryFormulaCells(4)
        return sum(
            (a.EndColumn - a.StartColumn + 1) * (a.EndRow - a.StartRow + 1)
            for a in found.getRangeAddresses()
        )

    def recalculate(self):
        started = time.perf_counter()
        self.document.calculateAll()
        return time.perf_counter() - started

    def order(self, name):
        """Choose an entry of the menu."""
        helper = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.DispatchHelper", self.context
        )
        helper.executeDispatch(self.desktop, f"service:org.b2bkpi.Orders?{name}", "", 0, ())

    def trigger(self, name):
        """Choose an entry of the menu, and crash where it crashes; no window opens without a screen."""
        self.desktop.setActiveFrame(self.document.CurrentController.Frame)
        job = self.context.ServiceManager.createInstanceWithContext(
            "org.b2bkpi.Orders", self.context
        )
        job.trigger(name)

    def width(self, column, hundredths):
        self.sheet().Columns.getByName(column).Width = hundredths

    def survey(self, index):
        """Return what the cells of a sheet that hold formulas show."""
        found = self.document.Sheets.getByIndex(index).queryFormulaCells(7)
        return [self._cell(cell) for cell in list(found.Cells)]

    def add_sheet(self, name):
        self.document.Sheets.insertNewByName(name, self.document.Sheets.Count)

    def put_in(self, sheet, place, value):
        """Write one number in another sheet."""
        self.document.Sheets.getByName(sheet).getCellRangeByName(place).setValue(value)

    def menu(self):
        """Return the titles of our menu's entries."""
        provider = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.configuration.ConfigurationProvider", self.context
        )
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess",
            (prop("nodepath", "/org.openoffice.Office.Addons/AddonUI/OfficeMenuBar"),),
        )
        ours = access.getByName("org.b2bkpi.calc")
        entries = ours.getByName("Submenu")
        return [entries.getByName(name).getByName("Title") for name in entries.getElementNames()]

    def described(self, name):
        found = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.sheet.FunctionDescriptions", self.context
        )
        for i in range(found.getCount()):
            told = {p.Name: p.Value for p in found.getByIndex(i)}
            if told["Name"] == name:
                return [
                    told["Description"],
                    [[a.Name, a.Description, a.IsOptional] for a in told["Arguments"]],
                ]
        return None

    def speak(self, language, numbers):
        """Make the office speak a language and write numbers as a country does."""
        provider = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.configuration.ConfigurationProvider", self.context
        )
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess",
            (prop("nodepath", "/org.openoffice.Setup/L10N"),),
        )
        access.setPropertyValue("ooLocale", language)
        access.setPropertyValue("ooSetupSystemLocale", numbers)
        access.commitChanges()

    def ping(self):
        return self.process.poll() is None


def main():
    driver = Driver(*sys.argv[1:])
    try:
        print(json.dumps({"ready": True}), flush=True)
        for line in sys.stdin:
            name, *given = json.loads(line)
            try:
                answer = {"answer": getattr(driver, name)(*given)}
            except Exception:  # noqa: BLE001 - told to the test
                answer = {"crash": traceback.format_exc()}
            print(json.dumps(answer), flush=True)
    finally:
        driver.stop()


if __name__ == "__main__":
    main()

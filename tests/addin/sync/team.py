"""A team's workbook in a folder, and runs of the real engine over it."""

import datetime as dt

import python_calamine
import xlsxwriter

from addin.sync import engine, planning
from kpi_core.answering import Core
from kpi_core.query import KpiQuery
from tests.addin.sync.conftest import LEADS, SPEND, TODAY

BOARD, PROBLEMS, HISTORY = "Tableau de bord KPI", "Problèmes KPI", "Historique KPI"


def fill(path, tabs):
    """Write a workbook as a team would."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as made:
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        for title, rows in tabs.items():
            sheet = made.add_worksheet(title)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    match value:
                        case dt.date():
                            sheet.write_datetime(r, c, dt.datetime.combine(value, dt.time()), day)
                        case str():
                            sheet.write_string(r, c, value)
                        case _:
                            sheet.write_number(r, c, value)


class Team:
    """A workbook in a folder, and runs of the real engine over it."""

    def __init__(self, folder, store, suffix=".xlsx"):
        self.folder, self.store = folder / "Équipe", store
        self.folder.mkdir(exist_ok=True)
        self.path = self.folder / f"Suivi{suffix}"
        self.beside = self.folder / "Suivi - KPI.xlsx"
        self.tabs = {"Dépenses": [list(row) for row in SPEND], "Leads": LEADS}
        self.save()
        self.core = Core(store, TODAY)
        store.change_settings({"locale": "fr-FR"}, "test")
        self.number = planning.connected(self.core, self.asked(), "test")["sheet"]

    def asked(self):
        return {"link": str(self.path), "lang": "fr"}

    def save(self):
        fill(self.path, self.tabs)

    def run(self, **how):
        return engine.run(self.core, self.number, actor="test", **how)

    def page(self, title=BOARD):
        found = python_calamine.load_workbook(str(self.beside)).get_sheet_by_name(title)
        return found.to_python(skip_empty_area=False)

    def figure(self, title):
        return next(row[1] for row in self.page() if row[0] == title)

    def asked_of_the_core(self, kpi):
        return self.core.query(KpiQuery(kpis=[kpi]))[0].value

    def rows(self, fact="spend"):
        return self.store.cursor().execute(f"SELECT count(*) FROM {fact}").fetchall()[0][0]

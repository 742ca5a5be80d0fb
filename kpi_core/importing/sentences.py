"""What the reader says about a file: its questions, its notes and its refusals."""

from __future__ import annotations

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.facts import FACTS
from kpi_core.importing.plan import Question
from kpi_core.text import Text

NO_ROWS = Text(
    en="The file has a header but no rows.", fr="Le fichier a un en-tête mais aucune ligne."
)
TWICE = Text(
    en="Column “{header}” appears twice: rename or remove one.",
    fr="La colonne « {header} » apparaît deux fois : renommez-en une ou supprimez-la.",
)
NO_SUCH_HEADER = Text(en="a column of this file", fr="une colonne de ce fichier")
NO_SUCH_FACT = Text(en="a kind of table", fr="un type de tableau")
NO_SUCH_COLUMN = Text(en="a column of the {facts} table", fr="une colonne du tableau {facts}")
AGGREGATED = Text(
    en="“{header}” counts people: import the people themselves, one row each (a CRM export), "
    "and the counts follow.",
    fr="« {header} » compte des personnes : importez les personnes elles-mêmes, une ligne chacune "
    "(un export du CRM), et les comptes suivront.",
)
SECTIONS = Text(
    en="This file holds several tables one under the other: export one report at a time.",
    fr="Ce fichier contient plusieurs tableaux l’un sous l’autre : exportez un rapport à la fois.",
)

FROM_HINT = Text(en="as you said", fr="selon votre indication")
FROM_VALUES = Text(en="some values allow only this", fr="certaines valeurs n’admettent que cela")
FROM_MEMORY = Text(
    en="as for the last file like this one", fr="comme pour le dernier fichier semblable"
)
FROM_SYSTEM = Text(en="as {title} writes it", fr="comme {title} l’écrit")
FROM_LOCALE = Text(en="as the workspace’s language writes it", fr="selon la langue de l’espace")
FROM_DELIMITER = Text(en="as the file’s separator suggests", fr="d’après le séparateur du fichier")
FROM_HEADER = Text(en="from the header “{header}”", fr="d’après l’en-tête « {header} »")
FROM_COLUMN = Text(en="row by row, from “{header}”", fr="ligne par ligne, d’après « {header} »")
FROM_SIGN = Text(en="from the sign beside the amounts", fr="d’après le symbole à côté des montants")
FROM_SETTING = Text(en="the workspace’s currency", fr="la devise de l’espace")

ON_FIRST_DAY = Text(
    en="Months without a day are stored on the first day of the month.",
    fr="Les mois sans jour sont enregistrés au premier jour du mois.",
)
ON_PERIOD_START = Text(
    en="The report has no day column: all of it is stored on {day}, the first day that it covers.",
    fr="Le rapport n’a pas de colonne de jour : tout est enregistré au {day}, premier jour "
    "couvert.",
)
ON_ROW_START = Text(
    en="Rows that cover several days are stored on their first day: export by day for finer "
    "figures.",
    fr="Les lignes qui couvrent plusieurs jours sont enregistrées à leur premier jour : "
    "exportez par jour pour plus de finesse.",
)
ON_GIVEN_DAY = Text(
    en="Every row is stored on {day}, as you said.",
    fr="Toutes les lignes sont enregistrées au {day}, selon votre indication.",
)
ROUNDED = Text(
    en="Amounts with more than four decimals are rounded to four, half to even.",
    fr="Les montants à plus de quatre décimales sont arrondis à quatre, au pair le plus proche.",
)
ROUNDED_CONVERSIONS = Text(
    en="Fractions of a conversion are rounded to whole conversions.",
    fr="Les fractions de conversion sont arrondies à des conversions entières.",
)
NO_TAX = Text(
    en="The file does not say whether its amounts include VAT: say --tax ht or --tax ttc --vat 20.",
    fr="Le fichier ne dit pas si ses montants sont HT ou TTC : précisez --tax ht, ou --tax ttc "
    "--vat 20.",
)
NO_RATE = Text(
    en="No rate is known for {currencies}: those amounts keep their own currency.",
    fr="Aucun taux n’est connu pour {currencies} : ces montants gardent leur devise.",
)
NAME_AS_KEY = Text(
    en="The file has no identifier: “{headers}” stands for one, so a renamed row is a new row.",
    fr="Le fichier n’a pas d’identifiant : « {headers} » en tient lieu, donc une ligne renommée "
    "devient une nouvelle ligne.",
)
ALL_WON = Text(
    en="The file has no stage: every row counts as won.",
    fr="Le fichier n’a pas d’étape : chaque ligne compte comme gagnée.",
)
IGNORED_COUNTS = Text(
    en="“{header}” is left out: people are counted from their own rows (a CRM export), not from "
    "totals.",
    fr="« {header} » est laissée de côté : les personnes se comptent sur leurs lignes (un export "
    "du CRM), "
    "pas sur des totaux.",
)
MACROS = Text(en="Macros and links are ignored.", fr="Les macros et les liens sont ignorés.")
SERIALS = Text(
    en="Dates stored as plain numbers are read as the workbook’s dates.",
    fr="Les dates enregistrées en nombres sont lues comme des dates du classeur.",
)

_WHAT = Text(
    en="What is this table? Say --as {facts}, and name its columns with --map, for example "
    '--map "{header}=amount". It has: {headers}.',
    fr="Que contient ce tableau ? Précisez --as {facts}, et nommez ses colonnes avec --map, par "
    "exemple "
    '--map "{header}=montant dépensé". Il contient\u00a0: {headers}.',
)
_WHICH_AMOUNT = Text(
    en="Is “{header}” money spent or money earned? Say --as spend or --as deals.",
    fr="« {header} » est-il de l’argent dépensé ou gagné ? Précisez --as dépenses ou --as affaires.",
)
_NO_DAY = Text(
    en="No column holds a date: say the day of these figures with --date {day}.",
    fr="Aucune colonne ne contient de date : indiquez le jour de ces chiffres avec --date {day}.",
)
_LONG_PERIOD = Text(
    en="The report covers {start} to {end} without a day column: export it by day, or store all "
    "of it on one "
    "day with --date {end}.",
    fr="Le rapport couvre du {start} au {end} sans colonne de jour : exportez-le par jour, ou "
    "enregistrez tout "
    "au même jour avec --date {end}.",
)
_NO_COLUMN = Text(
    en='No column holds the {title}: say which one with --map "{header}={column}".',
    fr='Aucune colonne ne contient « {title} » : dites laquelle avec --map "{header}={column}".',
)
_NO_COUNT = Text(
    en='No column holds figures to import: say which one with --map "{header}=clicks".',
    fr="Aucune colonne ne contient de chiffres à importer : dites laquelle avec --map "
    '"{header}=clics".',
)
_WHICH_ORDER = Text(
    en="“{text}” can be day/month or month/day: say --date-order dmy or --date-order mdy.",
    fr="« {text} » peut être jour/mois ou mois/jour : précisez --date-order dmy ou --date-order "
    "mdy.",
)
_WHICH_MARK = Text(
    en="“{text}” can be a thousand or a decimal: say --locale fr-FR (1 234,5) or --locale en-US "
    "(1,234.5).",
    fr="« {text} » peut être un millier ou un décimal : précisez --locale fr-FR (1 234,5) "
    "ou --locale en-US (1,234.5).",
)
_WHICH_SHEET = Text(
    en='Several tabs hold tables: say which with --sheet "{first}". Tabs: {tabs}.',
    fr='Plusieurs onglets contiennent des tableaux : dites lequel avec --sheet "{first}". '
    "Onglets : {tabs}.",
)
_WHICH_RATE = Text(
    en="The amounts include VAT: say its rate with --vat 20.",
    fr="Les montants sont TTC : indiquez le taux de TVA avec --vat 20.",
)


# As `--as` takes them: the first word of a title is enough, and needs no quotes.
_FRENCH_FACTS = tuple(fact.title.fr.split()[0] for fact in FACTS.values())


def listed(names: list[str], most: int = 12) -> str:
    """Write a few names in a sentence."""
    told = ", ".join(shown(n) for n in names[:most])
    return told + (", …" if len(names) > most else "")


def ask_what(headers: list[str]) -> Question:
    """Ask what an unknown table is about."""
    facts = Text(en=" | ".join(FACTS), fr=" | ".join(_FRENCH_FACTS))
    example = shown(headers[-1]) if headers else "…"
    return Question("--as", _WHAT.format(facts=facts, header=example, headers=listed(headers)))


def ask_which_amount(header: str) -> Question:
    """Ask whether an amount was spent or earned."""
    return Question("--as", _WHICH_AMOUNT.format(header=shown(header)))


def ask_day(day: str) -> Question:
    """Ask for the day of a file that has none."""
    return Question("--date", _NO_DAY.format(day=day))


def ask_day_of_period(start: str, end: str) -> Question:
    """Ask for a day when a report covers a long period."""
    return Question("--date", _LONG_PERIOD.format(start=start, end=end))


def ask_column(fact: str, column: str, header: str) -> Question:
    """Ask which file column holds a required fact column."""
    title = FACTS[fact].columns[column].title
    typed = Text(en=column, fr=title.fr)
    return Question("--map", _NO_COLUMN.format(title=title, header=shown(header), column=typed))


def ask_count(header: str) -> Question:
    """Ask which file column holds figures."""
    return Question("--map", _NO_COUNT.format(header=shown(header)))


def ask_order(text: str) -> Question:
    """Ask in which order a file writes days and months."""
    return Question("--date-order", _WHICH_ORDER.format(text=shown(text)))


def ask_mark(text: str) -> Question:
    """Ask which decimal mark a file uses."""
    return Question("--locale", _WHICH_MARK.format(text=shown(text)))


def ask_sheet(tabs: list[str]) -> Question:
    """Ask which tab of a workbook to read."""
    return Question("--sheet", _WHICH_SHEET.format(first=shown(tabs[0]), tabs=listed(tabs)))


def ask_rate() -> Question:
    """Ask for the VAT rate of amounts that include it."""
    return Question("--vat", _WHICH_RATE)


def refused(question: Question) -> KpiError:
    """Return the question as an error, for a reader that cannot wait for the answer."""
    kind = Kind.EMPTY if question.option == "--date" else Kind.AMBIGUOUS
    return KpiError(kind, question.text)

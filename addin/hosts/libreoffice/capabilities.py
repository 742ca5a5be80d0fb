"""What Calc shows otherwise than the other spreadsheets, declared: its page of docs is made of this."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_core.text import Lang, Text


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that this host cannot do, and what to do instead."""

    name: str
    what: Text
    instead: Text


LIMITS = (
    Limit(
        "words",
        Text(
            en="A cell in error shows a code alone: Calc has no place for words beside it.",
            fr="Une cellule en erreur ne montre qu’un code : Calc n’a pas de place pour des mots à côté.",
        ),
        Text(
            en="Type `=B2B_WHY(A1)`, or choose B2B KPI > Errors of this sheet.",
            fr="Saisissez `=B2B_WHY(A1)`, ou choisissez B2B KPI > Erreurs de cette feuille.",
        ),
    ),
    Limit(
        "pending",
        Text(
            en="A number that has been asked for and has not come yet is shown as #N/A.",
            fr="Un nombre demandé qui n’est pas encore arrivé s’affiche #N/D.",
        ),
        Text(
            en="Wait a moment: it comes by itself, or an error says why it cannot.",
            fr="Patientez un instant : il arrive seul, ou une erreur dit pourquoi il ne peut pas.",
        ),
    ),
    Limit(
        "blank",
        Text(
            en="One blank cell given alone is read as the number 0.",
            fr="Une cellule vide donnée seule est lue comme le nombre 0.",
        ),
        Text(
            en="Give a range, where blanks are skipped, or leave the argument out.",
            fr="Donnez une plage, où les vides sont ignorés, ou omettez l’argument.",
        ),
    ),
    Limit(
        "range_error",
        Text(
            en="A range that holds a cell in error gives `Err:504`, not that cell's own error.",
            fr="Une plage qui contient une cellule en erreur donne `Err:504`, et non l’erreur de cette cellule.",
        ),
        Text(
            en="`=B2B_WHY(…)` says which cell of the range it is.",
            fr="`=B2B_WHY(…)` dit de quelle cellule de la plage il s’agit.",
        ),
    ),
    Limit(
        "booleans",
        Text(
            en="TRUE and FALSE are the numbers 1 and 0: Calc has no others.",
            fr="VRAI et FAUX sont les nombres 1 et 0 : Calc n’en a pas d’autres.",
        ),
        Text(
            en="Keep such columns out of the ranges that you add up.",
            fr="Laissez de telles colonnes hors des plages que vous additionnez.",
        ),
    ),
    Limit(
        "columns",
        Text(
            en="A whole column (`A:A`) is 1,048,576 cells, more than one call takes: #VALUE!.",
            fr="Une colonne entière (`A:A`) compte 1 048 576 cellules, plus que n’en prend un appel : #VALEUR !.",
        ),
        Text(en="Give its used part: `A2:A5000`.", fr="Donnez sa partie utilisée : `A2:A5000`."),
    ),
    Limit(
        "too_many",
        Text(
            en="One argument too many, or a range that holds the formula itself, is Calc's own `Err:504`.",
            fr="Un argument de trop, ou une plage qui contient la formule elle-même, donne le `Err:504` de Calc.",
        ),
        Text(
            en="The function wizard (Ctrl+F2) lists the arguments.",
            fr="L’assistant de fonctions (Ctrl+F2) énumère les arguments.",
        ),
    ),
    Limit(
        "spill",
        Text(
            en="A table does not spill by itself into the cells beside it.",
            fr="Un tableau ne se déverse pas seul dans les cellules voisines.",
        ),
        Text(
            en="Select as many cells as the table needs, type the formula, press Ctrl+Shift+Enter.",
            fr="Sélectionnez autant de cellules que le tableau en demande, saisissez la formule, puis Ctrl+Maj+Entrée.",
        ),
    ),
    Limit(
        "formats",
        Text(
            en="A result does not bring its number format: 0.05 stays 0.05 until you choose 5%.",
            fr="Un résultat n’apporte pas son format de nombre : 0,05 reste 0,05 tant que vous n’avez pas choisi 5 %.",
        ),
        Text(en="Format > Cells (Ctrl+1).", fr="Format > Cellules (Ctrl+1)."),
    ),
    Limit(
        "copies",
        Text(
            en="Excel files get Excel's names when you save, not when you save a copy or export.",
            fr="Les fichiers Excel prennent les noms d’Excel à l’enregistrement, pas à l’enregistrement d’une copie ni à l’export.",
        ),
        Text(en="Use File > Save As.", fr="Passez par Fichier > Enregistrer sous."),
    ),
    Limit(
        "python",
        Text(
            en="The extension needs the office's Python to be 3.11 or newer.",
            fr="L’extension demande un Python 3.11 ou plus récent dans la suite bureautique.",
        ),
        Text(
            en="On Linux it is the system's own; on Windows and macOS, install the newest LibreOffice.",
            fr="Sous Linux, c’est celui du système ; sous Windows et macOS, installez le LibreOffice le plus récent.",
        ),
    ),
)

_TITLE = Text(
    en="# LibreOffice Calc: what differs\n\nGenerated from the declarations by `kpi publish`; do not edit. "
    "Numbers, error codes and sentences are those of every other host; what follows is not.\n",
    fr="# LibreOffice Calc : ce qui diffère\n\nPage produite à partir des déclarations par `kpi publish` ; ne pas modifier. "
    "Nombres, codes d’erreur et phrases sont ceux de tous les autres tableurs ; ce qui suit ne l’est pas.\n",
)
_HEAD = Text(
    en="| In Calc | Do this |\n| --- | --- |", fr="| Dans Calc | Que faire |\n| --- | --- |"
)


def page(lang: Lang) -> str:
    """Return the page of docs on what differs."""
    rows = "\n".join(f"| {limit.what[lang]} | {limit.instead[lang]} |" for limit in LIMITS)
    return f"{_TITLE[lang]}\n{_HEAD[lang]}\n{rows}\n"

"""What Calc can do with the extension, and what it shows otherwise than the other spreadsheets."""

from __future__ import annotations

from addin.hosts.capabilities import CAN, Capability, Host, Limit, cannot, partly
from kpi_core.text import Text

CALC = Host(
    "libreoffice",
    Text(en="LibreOffice Calc", fr="LibreOffice Calc"),
    {
        **dict.fromkeys(Capability, CAN),
        Capability.WORDS: cannot(
            Text(
                en="A cell in error shows a code alone: Calc has no place for words beside it.",
                fr="Une cellule en erreur ne montre qu’un code : Calc n’a pas de place pour des mots à côté.",
            ),
            Text(
                en="Type `=B2B_WHY(A1)`, or choose B2B KPI > Errors of this sheet.",
                fr="Saisissez `=B2B_WHY(A1)`, ou choisissez B2B KPI > Erreurs de cette feuille.",
            ),
        ),
        Capability.BLANK: cannot(
            Text(
                en="One blank cell given alone is read as the number 0.",
                fr="Une cellule vide donnée seule est lue comme le nombre 0.",
            ),
            Text(
                en="Give a range, where blanks are skipped, or leave the argument out.",
                fr="Donnez une plage, où les vides sont ignorés, ou omettez l’argument.",
            ),
        ),
        Capability.ERROR_IN_RANGE: cannot(
            Text(
                en="A range that holds a cell in error gives `Err:504`, not that cell's own error.",
                fr="Une plage qui contient une cellule en erreur donne `Err:504`, et non l’erreur de cette cellule.",
            ),
            Text(
                en="`=B2B_WHY(…)` says which cell of the range it is.",
                fr="`=B2B_WHY(…)` dit de quelle cellule de la plage il s’agit.",
            ),
        ),
        Capability.WHOLE_COLUMNS: cannot(
            Text(
                en="A whole column (`A:A`) is 1,048,576 cells, more than one call takes: #VALUE!.",
                fr="Une colonne entière (`A:A`) compte 1 048 576 cellules, plus que n’en prend un appel : #VALEUR !.",
            ),
            Text(
                en="Give its used part: `A2:A5000`.", fr="Donnez sa partie utilisée : `A2:A5000`."
            ),
        ),
        Capability.SPILL: partly(
            Text(
                en="A table does not spill by itself into the cells beside it.",
                fr="Un tableau ne se déverse pas seul dans les cellules voisines.",
            ),
            Text(
                en="Select as many cells as the table needs, type the formula, press Ctrl+Shift+Enter.",
                fr="Sélectionnez autant de cellules que le tableau en demande, saisissez la formule, puis Ctrl+Maj+Entrée.",
            ),
        ),
        Capability.FORMATS: cannot(
            Text(
                en="A result does not bring its number format: 0.05 stays 0.05 until you choose 5%.",
                fr="Un résultat n’apporte pas son format de nombre : 0,05 reste 0,05 tant que vous n’avez pas choisi 5 %.",
            ),
            Text(en="Format > Cells (Ctrl+1).", fr="Format > Cellules (Ctrl+1)."),
        ),
        Capability.SCHEDULE: cannot(
            Text(en="Nothing asks again by itself.", fr="Rien n’est redemandé de soi-même."),
            Text(en="Choose B2B KPI > Refresh.", fr="Choisissez B2B KPI > Actualiser."),
        ),
        Capability.PANE: cannot(
            Text(
                en="There is no pane: the menu B2B KPI refreshes, explains and sets up.",
                fr="Il n’y a pas de volet : le menu B2B KPI actualise, explique et règle.",
            ),
            Text(
                en="The server's own page is the pane of the others, in a browser.",
                fr="La page du serveur est le volet des autres, dans un navigateur.",
            ),
        ),
    },
    (
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
    ),
)

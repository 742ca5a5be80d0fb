"""What Excel for Windows can do through xlwings, and what it cannot."""

from __future__ import annotations

from addin.hosts.capabilities import CAN, Capability, Host, cannot, partly
from kpi_core.text import Text

_PREFER = Text(en="Prefer the add-in.", fr="Préférez le complément.")

WINDOWS = Host(
    "windows",
    Text(en="Excel for Windows, xlwings", fr="Excel pour Windows, xlwings"),
    {
        **dict.fromkeys(Capability, CAN),
        Capability.WORDS: cannot(
            Text(
                en="A cell in error shows a code alone: Excel takes no words from a function of Python.",
                fr="Une cellule en erreur ne montre qu’un code : Excel ne prend pas de mots d’une fonction Python.",
            ),
            Text(
                en="Ask the same on the server's own page, which says why; or prefer the add-in.",
                fr="Demandez la même chose sur la page du serveur, qui dit pourquoi ; ou préférez le complément.",
            ),
        ),
        Capability.FORMATS: cannot(
            Text(
                en="A result does not bring its number format: 0.05 stays 0.05.",
                fr="Un résultat n’apporte pas son format de nombre : 0,05 reste 0,05.",
            ),
            Text(en="Choose a format: Ctrl+1.", fr="Choisissez un format : Ctrl+1."),
        ),
        Capability.SPILL: partly(
            Text(
                en="Excels without dynamic arrays (2019 and older) show the first cell only.",
                fr="Les Excel sans tableaux dynamiques (2019 et plus anciens) ne montrent que la première cellule.",
            ),
            Text(
                en="Select as many cells as the table needs, type the formula, press Ctrl+Shift+Enter.",
                fr="Sélectionnez autant de cellules que le tableau en demande, saisissez la formule, puis Ctrl+Maj+Entrée.",
            ),
        ),
        Capability.WHOLE_COLUMNS: cannot(
            Text(
                en="A whole column (`A:A`) is 1,048,576 cells, more than one call takes: #VALUE!.",
                fr="Une colonne entière (`A:A`) compte 1 048 576 cellules, plus que n’en prend un appel : #VALEUR!.",
            ),
            Text(
                en="Give its used part: `A2:A5000`.", fr="Donnez sa partie utilisée : `A2:A5000`."
            ),
        ),
        Capability.TOGETHER: partly(
            Text(
                en="One formula over the data is one request, whatever the size of its ranges.",
                fr="Une formule sur les données est une requête, quelle que soit la taille de ses plages.",
            ),
            Text(
                en="Give ranges to one formula rather than a formula to each cell.",
                fr="Donnez des plages à une formule plutôt qu’une formule à chaque cellule.",
            ),
        ),
        Capability.WORKING: cannot(
            Text(
                en="Excel stands still while a function asks the server: 10 seconds at most.",
                fr="Excel se fige pendant qu’une fonction interroge le serveur : 10 secondes au plus.",
            ),
            _PREFER,
        ),
        Capability.REFRESH: partly(
            Text(
                en="Ctrl+Alt+F9 computes the whole workbook again, all of its formulas.",
                fr="Ctrl+Alt+F9 recalcule le classeur entier, toutes ses formules.",
            ),
        ),
        Capability.SCHEDULE: cannot(
            Text(en="Nothing asks again by itself.", fr="Rien n’est redemandé de soi-même."),
            _PREFER,
        ),
        Capability.PANE: cannot(
            Text(en="There is no pane.", fr="Il n’y a pas de volet."),
            Text(
                en="The server's own page is the same pane, in a browser.",
                fr="La page du serveur est ce même volet, dans un navigateur.",
            ),
        ),
        Capability.SEVERAL: partly(
            Text(
                en="Each workbook imports the functions once, on the xlwings tab.",
                fr="Chaque classeur importe les fonctions une fois, dans l’onglet xlwings.",
            ),
        ),
    },
)

"""What a workbook whose names are functions can do, and what it cannot."""

from __future__ import annotations

from addin.hosts.capabilities import CAN, Capability, Host, cannot, partly
from kpi_core.text import Text

_NO_DATA = cannot(
    Text(
        en="The workbook does not know your data: there is nothing to ask.",
        fr="Le classeur ne connaît pas vos données : il n’y a rien à demander.",
    ),
    Text(en="Install the add-in.", fr="Installez le complément."),
)

WORKBOOK = Host(
    "workbook",
    Text(en="Excel, a workbook alone", fr="Excel, un classeur seul"),
    {
        **dict.fromkeys(Capability, CAN),
        **dict.fromkeys(
            (
                Capability.DATA,
                Capability.SPILL,
                Capability.TOGETHER,
                Capability.WORKING,
                Capability.REFRESH,
                Capability.SCHEDULE,
            ),
            _NO_DATA,
        ),
        Capability.EXACT: cannot(
            Text(
                en="Excel's own SUM loses cents beside numbers of more than fifteen digits.",
                fr="La SOMME d’Excel perd des centimes à côté de nombres de plus de quinze chiffres.",
            ),
            Text(
                en="Keep such numbers out of one range.",
                fr="Ne mêlez pas de tels nombres dans une plage.",
            ),
        ),
        Capability.WORDS: cannot(
            Text(
                en="A cell in error shows a code alone: a formula of Excel has no words.",
                fr="Une cellule en erreur ne montre qu’un code : une formule d’Excel n’a pas de mots.",
            ),
            Text(
                en="#N/A: an argument is missing. #DIV/0!: what one divides by is 0. #NUM!: a number that cannot be.",
                fr="#N/A : un argument manque. #DIV/0! : ce par quoi on divise est 0. #NOMBRE! : un nombre impossible.",
            ),
        ),
        Capability.TEXT_NUMBERS: cannot(
            Text(
                en="Texts count for nothing, be they numbers or words: an argument that holds no other is missing.",
                fr="Les textes ne comptent pas, qu’ils soient nombres ou mots : un argument qui n’a rien d’autre manque.",
            ),
            Text(
                en="Turn them into numbers: Data > Text to Columns.",
                fr="Convertissez-les en nombres : Données > Convertir.",
            ),
        ),
        Capability.FORMATS: cannot(
            Text(
                en="A result does not bring its number format, outside of the example.",
                fr="Un résultat n’apporte pas son format de nombre, hors de l’exemple.",
            ),
            Text(en="Choose a format: Ctrl+1.", fr="Choisissez un format : Ctrl+1."),
        ),
        Capability.PANE: cannot(
            Text(en="There is no pane.", fr="Il n’y a pas de volet."),
            Text(
                en="The sheet Functions lists every function.",
                fr="La feuille Fonctions énumère toutes les fonctions.",
            ),
        ),
        Capability.DESCRIBED: cannot(
            Text(
                en="Excel says nothing of a name while one types it.",
                fr="Excel ne dit rien d’un nom pendant qu’on le saisit.",
            ),
            Text(
                en="The sheet Functions describes each in French and in English.",
                fr="La feuille Fonctions décrit chacune en français et en anglais.",
            ),
        ),
        Capability.SEVERAL: partly(
            Text(en="The functions are in this file.", fr="Les fonctions sont dans ce fichier."),
            Text(
                en="Copy one of its sheets into another workbook: its names come along.",
                fr="Copiez l’une de ses feuilles dans un autre classeur : ses noms suivent.",
            ),
        ),
    },
)

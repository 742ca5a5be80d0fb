"""What Google Sheets can do, and what it cannot."""

from __future__ import annotations

from addin.hosts.capabilities import CAN, Capability, Host, Limit, cannot, partly
from kpi_core.text import Text

SHEETS = Host(
    "google",
    Text(en="Google Sheets", fr="Google Sheets"),
    {
        **dict.fromkeys(Capability, CAN),
        Capability.CODES: cannot(
            Text(
                en="Whatever the error, the cell shows #ERROR!, and its words when one points at it.",
                fr="Quelle que soit l’erreur, la cellule montre #ERROR!, et ses mots quand on la survole.",
            ),
            Text(
                en="Ask ISERROR or IFERROR rather than ISNA.",
                fr="Testez avec ESTERREUR ou SIERREUR plutôt qu’avec ESTNA.",
            ),
        ),
        Capability.FORMATS: cannot(
            Text(
                en="A function may not format its cell: 0.05 stays 0.05.",
                fr="Une fonction ne peut mettre en forme sa cellule : 0,05 reste 0,05.",
            ),
            Text(en="Format > Number.", fr="Format > Nombre."),
        ),
        Capability.SPILL: partly(
            Text(
                en="A table spills, but no cell of it can hold an error: a text that begins with #N/A stands there.",
                fr="Un tableau se déverse, mais aucune de ses cellules ne peut porter d’erreur : un texte qui commence par #N/A y figure.",
            ),
        ),
        Capability.TOGETHER: partly(
            Text(
                en="One formula over the data is one request, whatever the size of its ranges; Google allows 20,000 a day.",
                fr="Une formule sur les données est une requête, quelle que soit la taille de ses plages ; Google en permet 20 000 par jour.",
            ),
            Text(
                en="Give ranges to one formula rather than a formula to each cell.",
                fr="Donnez des plages à une formule plutôt qu’une formule à chaque cellule.",
            ),
        ),
        Capability.SCHEDULE: partly(
            Text(
                en="Every so many minutes, chosen in the pane, while the pane is open.",
                fr="Toutes les quelques minutes, au choix dans le volet, tant que le volet est ouvert.",
            ),
        ),
        Capability.DESCRIBED: partly(
            Text(
                en="Google keeps one description a function: both languages stand in it, one after the other.",
                fr="Google ne garde qu’une description par fonction : les deux langues y figurent, l’une après l’autre.",
            ),
        ),
        Capability.SEVERAL: cannot(
            Text(
                en="The script belongs to one spreadsheet.",
                fr="Le script appartient à une feuille de calcul.",
            ),
            Text(
                en="Copy that spreadsheet, which copies the script, or do the steps again.",
                fr="Copiez cette feuille de calcul, ce qui copie le script, ou refaites les étapes.",
            ),
        ),
    },
    (
        Limit(
            "computed_there",
            Text(
                en="Formulas ask no server of ours, but a script runs at Google: the sheet must be online.",
                fr="Les formules n’interrogent aucun serveur à nous, mais un script tourne chez Google : la feuille doit être en ligne.",
            ),
            Text(
                en="Offline, cells keep what they showed.",
                fr="Hors ligne, les cellules gardent ce qu’elles montraient.",
            ),
        ),
    ),
)

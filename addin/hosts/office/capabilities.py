"""What Excel can do with the add-in, and what it cannot."""

from __future__ import annotations

from addin.hosts.capabilities import CAN, Capability, Host, Limit, partly
from kpi_core.text import Text

EXCEL = Host(
    "office",
    Text(en="Excel, the add-in", fr="Excel, le complément"),
    {
        **dict.fromkeys(Capability, CAN),
        Capability.WORDS: partly(
            Text(
                en="Excel shows words with #VALUE! and #N/A only; #DIV/0! and #NUM! stand alone.",
                fr="Excel ne montre des mots qu’avec #VALEUR! et #N/A ; #DIV/0! et #NOMBRE! restent seuls.",
            ),
            Text(
                en="#DIV/0!: the number one divides by is 0. #NUM!: an argument cannot be true, such as a negative cost.",
                fr="#DIV/0! : le nombre par lequel on divise est 0. #NOMBRE! : un argument ne peut être vrai, comme un coût négatif.",
            ),
        ),
        Capability.FORMATS: partly(
            Text(
                en="Excels that show formatted values (CustomFunctionsRuntime 1.4) only; older ones show a plain number.",
                fr="Seuls les Excel qui affichent des valeurs mises en forme (CustomFunctionsRuntime 1.4) ; les plus anciens montrent un nombre nu.",
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
        Capability.SCHEDULE: partly(
            Text(
                en="Every so many minutes, chosen in the pane, while the workbook is open.",
                fr="Toutes les quelques minutes, au choix dans le volet, tant que le classeur est ouvert.",
            ),
        ),
    },
    (
        Limit(
            "pending",
            Text(
                en="A number that has been asked for and has not come yet is shown as #BUSY! (#GETTING_DATA in older Excels).",
                fr="Un nombre demandé qui n’est pas encore arrivé s’affiche #OCCUPÉ! (#CHARGEMENT_DES_DONNÉES dans les anciens Excel).",
            ),
            Text(
                en="Wait a moment: it ends in a number, or in words, within 30 seconds.",
                fr="Patientez un instant : il devient un nombre, ou des mots, en moins de 30 secondes.",
            ),
        ),
    ),
)

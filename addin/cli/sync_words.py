"""What `kpi sync` says: what becomes of a tab, and what became of a run."""

from __future__ import annotations

from kpi_core.text import Text

COUNTED = ("read", "valid", "quarantined", "blank", "tabs")
VERDICTS = {
    "read": Text(en="read", fr="lu"),
    "ignored": Text(en="left alone, as said", fr="laissé de côté, comme demandé"),
    "other": Text(
        en="left alone: not data we know", fr="laissé de côté\u00a0: pas des données connues"
    ),
    "asks": Text(en="waits for an answer", fr="attend une réponse"),
    "new": Text(en="new: waits for a word", fr="nouveau\u00a0: attend votre accord"),
    "twin": Text(en="left alone: a copy", fr="laissé de côté\u00a0: une copie"),
    "left": Text(en="gone, as confirmed", fr="parti, comme confirmé"),
    "held": Text(en="held back", fr="retenu"),
}
SAYS = Text(en="“{tab}”: {said}", fr="«\u00a0{tab}\u00a0»\u00a0: {said}")
ASKS = Text(
    en='“{tab}” waits for an answer: {said} Answer with `kpi sync map "{tab}" …`, or leave it out with `kpi sync ignore "{tab}"`.',
    fr='«\u00a0{tab}\u00a0» attend une réponse\u00a0: {said} Répondez par `kpi sync map "{tab}" …`, ou laissez-le de côté avec `kpi sync ignore "{tab}"`.',
)
NEXT = Text(
    en='Next: `kpi sync run` does it once, `kpi sync schedule "every weekday 7:30"` from now on.',
    fr='Ensuite\u00a0: `kpi sync run` le fait une fois, `kpi sync schedule "chaque jour ouvré à 7 h 30"` désormais.',
)
MAKES = Text(
    en="A run adds its own tabs to “{title}” (dashboard, problems, history) and touches no other.",
    fr="Une exécution ajoute ses propres onglets à «\u00a0{title}\u00a0» (tableau de bord, problèmes, historique) et ne touche à aucun autre.",
)
BESIDE = Text(
    en="A run writes “{title} - KPI.xlsx” beside the workbook (dashboard, problems, history), and never the workbook itself.",
    fr="Une exécution écrit «\u00a0{title} - KPI.xlsx\u00a0» à côté du classeur (tableau de bord, problèmes, historique), et jamais le classeur lui-même.",
)
WRITES = Text(
    en="A run writes in its own tabs of “{title}” and touches no other.",
    fr="Une exécution écrit dans ses propres onglets de «\u00a0{title}\u00a0» et ne touche à aucun autre.",
)
STATES = {
    "unchanged": Text(
        en="“{title}”: nothing changed since the last run (API calls: {calls}).",
        fr="«\u00a0{title}\u00a0»\u00a0: rien n’a changé depuis la dernière exécution (appels à l’API\u00a0: {calls}).",
    ),
    "same": Text(
        en="“{title}”: the dashboard already says it (API calls: {calls}).",
        fr="«\u00a0{title}\u00a0»\u00a0: le tableau de bord est déjà à jour (appels à l’API\u00a0: {calls}).",
    ),
    "written": Text(
        en="“{title}”: the dashboard was written (API calls: {calls}).",
        fr="«\u00a0{title}\u00a0»\u00a0: le tableau de bord a été écrit (appels à l’API\u00a0: {calls}).",
    ),
    "held": Text(
        en="“{title}”: held back, the figures stay as they were (API calls: {calls}).",
        fr="«\u00a0{title}\u00a0»\u00a0: retenu, les chiffres restent ceux d’avant (appels à l’API\u00a0: {calls}).",
    ),
    "failed": Text(
        en="“{title}”: it failed, nothing is lost (API calls: {calls}).",
        fr="«\u00a0{title}\u00a0»\u00a0: échec, rien n’est perdu (appels à l’API\u00a0: {calls}).",
    ),
}
COUNTS = Text(
    en="Rows read: {read}; valid: {valid}; in quarantine: {quarantined}; empty or totals: {blank}; tabs: {tabs}.",
    fr="Lignes lues\u00a0: {read}\u202f; valides\u00a0: {valid}\u202f; en quarantaine\u00a0: {quarantined}\u202f; vides ou totaux\u00a0: {blank}\u202f; onglets\u00a0: {tabs}.",
)
MAPPED = Text(
    en="Tab “{tab}”: noted. `kpi sync plan` shows how it is read now.",
    fr="Onglet «\u00a0{tab}\u00a0»\u00a0: c’est noté. `kpi sync plan` montre comment il est lu désormais.",
)
IGNORED = Text(
    en="Tab “{tab}” does not count any more.", fr="L’onglet «\u00a0{tab}\u00a0» ne compte plus."
)
TAKEN_UP = Text(
    en="Tab “{tab}” is read again.", fr="L’onglet «\u00a0{tab}\u00a0» est de nouveau lu."
)
CONFIRMED = Text(
    en="Confirmed: the next run takes over {tab}.",
    fr="Confirmé\u00a0: la prochaine exécution prendra {tab} tel quel.",
)
DISCONNECTED = Text(
    en="“{title}” is not kept any more; its rows stay in the workspace, our tabs in the sheet.",
    fr="«\u00a0{title}\u00a0» n’est plus tenue à jour\u202f; ses lignes restent dans l’espace, nos onglets dans la feuille.",
)

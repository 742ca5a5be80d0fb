/**
 * Every sentence of the page, in both languages. A blank is written {so}.
 *
 * What a number means, its caveats and its errors come from the server: they are not repeated here.
 *
 * @typedef {{en: string, fr: string}} Words
 */

/** @satisfies {Record<string, Words>} */
export const WORDS = {
  skip: { en: "Skip to the figures", fr: "Aller aux chiffres" },
  motto: {
    en: "The same number in the cell, the sheet and the chat",
    fr: "Le même nombre dans la cellule, la feuille et le chat",
  },
  parts: { en: "Parts of this page", fr: "Parties de cette page" },
  language: { en: "Language", fr: "Langue" },

  figures: { en: "Key figures", fr: "Chiffres clés" },
  figuresDates: { en: "{period}, compared with {other}", fr: "{period}, par rapport à {other}" },
  noReason: { en: "No value, and no reason was given.", fr: "Pas de valeur, et aucune raison donnée." },
  between: {
    en: "Between {low} and {high}, given the margin of error (95%)",
    fr: "Entre {low} et {high}, compte tenu de la marge d’erreur (95 %)",
  },
  atLeast: {
    en: "{low} or more, given the margin of error (95%)",
    fr: "{low} ou plus, compte tenu de la marge d’erreur (95 %)",
  },
  unclear: { en: "No clear difference", fr: "Pas d’écart net" },
  against: { en: "against {before}", fr: "contre {before}" },
  incomparable: { en: "Nothing to compare with", fr: "Rien à comparer" },
  lower: { en: "better when lower", fr: "mieux quand c’est plus bas" },
  higher: { en: "better when higher", fr: "mieux quand c’est plus haut" },
  moreCaveats: { en: "{n} more to know", fr: "{n} autres précisions" },
  oneMoreCaveat: { en: "1 more to know", fr: "1 autre précision" },
  howToRead: { en: "How to read", fr: "Comment lire" },
  readMargin: {
    en: "The margin of error says how far chance alone could move a figure. When it includes no change, the difference is not clear. Where none is honest, none is given.",
    fr: "La marge d’erreur dit de combien le hasard seul peut déplacer un chiffre. Si elle comprend l’absence d’écart, l’écart n’est pas net. Faute de marge honnête, aucune n’est donnée.",
  },
  readColour: {
    en: "Filled arrow: the way the KPI is declared to be better. Hollow arrow: the other way.",
    fr: "Flèche pleine : dans le sens où l’indicateur est dit meilleur. Flèche creuse : dans l’autre sens.",
  },

  trend: { en: "Month by month", fr: "Mois par mois" },
  kpi: { en: "KPI", fr: "Indicateur" },
  period: { en: "Period", fr: "Période" },
  channel: { en: "Channel", fr: "Canal" },
  allChannels: { en: "All channels", fr: "Tous les canaux" },
  breakdown: { en: "Break down by channel", fr: "Détailler par canal" },
  allKpis: { en: "All KPIs", fr: "Tous les indicateurs" },
  months: { en: "Last {n} months", fr: "{n} derniers mois" },
  thisYear: { en: "This year", fr: "Cette année" },
  lastYear: { en: "Last year", fr: "L’année dernière" },
  unassigned: { en: "(unassigned)", fr: "(non affecté)" },
  month: { en: "Month", fr: "Mois" },
  value: { en: "Value", fr: "Valeur" },
  margin: { en: "Margin of error (95%)", fr: "Marge d’erreur (95 %)" },
  toKnow: { en: "To know", fr: "À savoir" },
  range: { en: "{low} to {high}", fr: "de {low} à {high}" },
  openRange: { en: "{low} or more", fr: "{low} ou plus" },
  chartTitle: { en: "{kpi} by month, {period}", fr: "{kpi} par mois, {period}" },
  chartTitleFor: { en: "{kpi} by month, {who}, {period}", fr: "{kpi} par mois, {who}, {period}" },
  chartDesc: {
    en: "{n} months with a value, from {low} ({lowWhen}) to {high} ({highWhen}). Latest: {last} ({lastWhen}).",
    fr: "{n} mois avec une valeur, de {low} ({lowWhen}) à {high} ({highWhen}). Dernier : {last} ({lastWhen}).",
  },
  chartEmpty: { en: "No month of this period has a value.", fr: "Aucun mois de cette période n’a de valeur." },
  chartKeys: { en: "Left and right arrows read month by month", fr: "Flèches gauche et droite : lire mois par mois" },
  legendBand: { en: "Band: margin of error (95%)", fr: "Bande : marge d’erreur (95 %)" },
  legendHollow: { en: "Hollow point: small sample", fr: "Point creux : petit échantillon" },
  legendBeyond: { en: "Triangle: beyond the scale", fr: "Triangle : hors de l’échelle" },
  legendGap: { en: "Gap: no value", fr: "Interruption : pas de valeur" },
  asTable: { en: "The numbers of this chart", fr: "Les nombres de ce graphique" },
  noPanels: { en: "Without a value: {who}.", fr: "Sans valeur : {who}." },
  byChannel: { en: "{kpi}, by channel", fr: "{kpi}, par canal" },
  smallSamples: { en: "Small samples", fr: "Petits échantillons" },
  noChannels: { en: "No channel in this period.", fr: "Aucun canal sur cette période." },

  functions: { en: "Functions to type", fr: "Fonctions à saisir" },
  functionsHint: {
    en: "The same names in Excel, Google Sheets and LibreOffice.",
    fr: "Les mêmes noms dans Excel, Google Sheets et LibreOffice.",
  },
  formulaBar: { en: "A formula, as in a cell", fr: "Une formule, comme dans une cellule" },
  compute: { en: "Compute", fr: "Calculer" },
  answer: { en: "Answer", fr: "Réponse" },
  searchFunctions: { en: "Search the functions", fr: "Chercher une fonction" },
  searchHint: { en: "cost per lead, churn, CTR…", fr: "coût par lead, attrition, CTR…" },
  found: { en: "{n} functions", fr: "{n} fonctions" },
  foundOne: { en: "1 function", fr: "1 fonction" },
  foundNone: { en: "No function has these words.", fr: "Aucune fonction ne contient ces mots." },
  onData: { en: "On your data", fr: "Sur vos données" },
  onNumbers: { en: "On numbers or ranges", fr: "Sur des nombres ou des plages" },
  showAll: { en: "Show all {n} functions", fr: "Afficher les {n} fonctions" },
  formula: { en: "Formula", fr: "Formule" },
  arguments: { en: "Arguments", fr: "Arguments" },
  optional: { en: "optional", fr: "facultatif" },
  example: { en: "Example", fr: "Exemple" },
  source: { en: "Source", fr: "Source" },
  sheet: { en: "This sheet", fr: "Cette feuille" },
  insert: { en: "Put the formula into the active cell", fr: "Insérer la formule dans la cellule active" },
  inserted: { en: "The formula is in the active cell.", fr: "La formule est dans la cellule active." },
  refresh: { en: "Refresh the data", fr: "Actualiser les données" },
  refreshed: { en: "The data was asked again.", fr: "Les données ont été redemandées." },
  every: { en: "Refresh by itself", fr: "Actualiser tout seul" },
  never: { en: "never", fr: "jamais" },
  everyMinutes: { en: "every {n} minutes", fr: "toutes les {n} minutes" },
  findFaults: { en: "Find the errors", fr: "Chercher les erreurs" },
  noFaults: { en: "No B2B function of this sheet is in error.", fr: "Aucune fonction B2B de cette feuille n’est en erreur." },
  oneFault: { en: "1 cell in error", fr: "1 cellule en erreur" },
  faults: { en: "{n} cells in error", fr: "{n} cellules en erreur" },
  missing: {
    en: "Something is missing: an argument is empty, or the data has nothing for it. The sign beside the cell says which.",
    fr: "Il manque quelque chose : un argument est vide, ou les données n’ont rien pour lui. Le signe à côté de la cellule dit lequel.",
  },
  unread: {
    en: "An argument cannot be read: a text where a number is expected, or a name that is not known. The sign beside the cell says which.",
    fr: "Un argument ne se lit pas : un texte là où un nombre est attendu, ou un nom inconnu. Le signe à côté de la cellule dit lequel.",
  },
  zeroBase: { en: "The base is zero: nothing can be divided by it.", fr: "La base vaut zéro : rien ne peut être divisé par elle." },
  impossible: {
    en: "A number cannot be true here: it is negative, or too large.",
    fr: "Un nombre ne peut pas être vrai ici : il est négatif, ou trop grand.",
  },
  sheetRefused: {
    en: "Excel refused: leave the cell that is being edited, then try again.",
    fr: "Excel a refusé : quittez la cellule en cours de saisie, puis réessayez.",
  },
  sheetsRefused: {
    en: "Google Sheets did not do it. Check that you may edit this cell and that the tab still exists, then try again.",
    fr: "Google Sheets ne l’a pas fait. Vérifiez que vous pouvez modifier cette cellule et que l’onglet existe encore, puis réessayez.",
  },
  thrown: {
    en: "The function could not answer. Rest the pointer on the cell: its words say what to fix.",
    fr: "La fonction n’a pas pu répondre. Arrêtez le pointeur sur la cellule : ses mots disent quoi corriger.",
  },
  noRoom: {
    en: "The table has no room, or the formula names cells that are gone. Clear what stands below the cell and to its right.",
    fr: "Le tableau n’a pas la place, ou la formule nomme des cellules disparues. Videz ce qui se trouve sous la cellule et à sa droite.",
  },
  noScript: {
    en: "This spreadsheet does not know the function: check its name, then that B2B KPI is installed here.",
    fr: "Cette feuille de calcul ne connaît pas la fonction : vérifiez son nom, puis que B2B KPI y est installé.",
  },
  noSuchCells: {
    en: "The cells {cells} cannot be read: check their address.",
    fr: "Les cellules {cells} ne se lisent pas : vérifiez leur adresse.",
  },

  copy: { en: "Copy", fr: "Copier" },
  copyThis: { en: "Copy {formula}", fr: "Copier {formula}" },
  copied: { en: "Copied: {formula}", fr: "Copié : {formula}" },
  copiedShort: { en: "Copied", fr: "Copié" },
  tryIt: { en: "Try", fr: "Essayer" },
  tryThis: { en: "Try {formula}", fr: "Essayer {formula}" },
  notAFormula: {
    en: "Write a function and its arguments, for example {example}.",
    fr: "Écrivez une fonction et ses arguments, par exemple {example}.",
  },
  notAnArgument: {
    en: "{what} is neither a number nor a text in quotation marks. There are no cells here.",
    fr: "{what} n’est ni un nombre ni un texte entre guillemets. Il n’y a pas de cellules ici.",
  },

  oneNumber: { en: "One number from your data", fr: "Un nombre de vos données" },
  takesOne: {
    en: "A KPI, then a period, a member of a dimension, or both, in any order.",
    fr: "Un indicateur, puis une période, un membre d’une dimension, ou les deux, dans n’importe quel ordre.",
  },
  aTable: { en: "KPIs by channel, campaign…", fr: "Des indicateurs par canal, campagne…" },
  takesTable: {
    en: "One KPI or several, then by what, then a period or members.",
    fr: "Un indicateur ou plusieurs, puis par quoi, puis une période ou des membres.",
  },
  theChannel: { en: "channel", fr: "canal" },
  aTrend: { en: "KPIs in time", fr: "Des indicateurs dans le temps" },
  takesTrend: {
    en: "One KPI or several, then day, week, month, quarter or year, then a period or members.",
    fr: "Un indicateur ou plusieurs, puis jour, semaine, mois, trimestre ou année, puis une période ou des membres.",
  },
  theMonth: { en: "month", fr: "mois" },
  anInterval: { en: "The margin of error, low and high", fr: "La marge d’erreur, basse et haute" },
  anExplanation: { en: "The formula with its numbers, in words", fr: "La formule avec ses nombres, en mots" },
  takesSame: { en: "The same as B2B_KPI.", fr: "Comme B2B_KPI." },

  emptyTitle: { en: "Nothing has been imported yet", fr: "Rien n’a encore été importé" },
  emptyNext: {
    en: "Give this workspace an export of your CRM, ad platform or e-mail tool, or a table of your own:",
    fr: "Donnez à cet espace de travail un export de votre CRM, de votre plateforme publicitaire ou de votre outil d’e-mail, ou un tableau à vous :",
  },
  emptyDemo: { en: "Or look around first, with two years of an invented firm:", fr: "Ou visitez d’abord, avec deux ans d’une entreprise inventée :" },
  emptyThen: {
    en: "Then reload this page. The functions below work on numbers already.",
    fr: "Rechargez ensuite cette page. Les fonctions ci-dessous calculent déjà sur des nombres.",
  },
  emptyFile: { en: "kpi import FILE", fr: "kpi import FICHIER" },
  troubleTitle: { en: "The figures could not be read", fr: "Les chiffres n’ont pas pu être lus" },
  unreachable: {
    en: "The server does not answer. Check that kpi serve is running, then try again.",
    fr: "Le serveur ne répond pas. Vérifiez que kpi serve est lancé, puis réessayez.",
  },
  unexpected: {
    en: "The server answered something this page does not understand (status {status}).",
    fr: "Le serveur a répondu quelque chose que cette page ne comprend pas (statut {status}).",
  },
  retry: { en: "Try again", fr: "Réessayer" },
  keyTitle: { en: "This server asks for a key", fr: "Ce serveur demande une clé" },
  keyHint: {
    en: "Whoever runs it has the key. It is kept in this tab only, until you close it.",
    fr: "La personne qui l’administre la détient. La clé reste dans cet onglet, jusqu’à sa fermeture.",
  },
  keyHintSigned: {
    en: "It does not let your account in. Whoever runs it can, or can give you a key, kept here until you close this tab.",
    fr: "Il n’admet pas votre compte. La personne qui l’administre peut l’admettre ou vous donner une clé, gardée ici jusqu’à la fermeture de cet onglet.",
  },
  keyWrong: { en: "That key does not open this server.", fr: "Cette clé n’ouvre pas ce serveur." },
  key: { en: "Key", fr: "Clé" },
  open: { en: "Open", fr: "Ouvrir" },

  provenance: {
    en: "Computed by {host} from {rows} imported rows (version {version} of the workspace).",
    fr: "Calculé par {host} à partir de {rows} lignes importées (version {version} de l’espace de travail).",
  },
  freshAll: { en: "The data goes up to {day}.", fr: "Les données vont jusqu’au {day}." },
  freshRange: {
    en: "The data goes up to {first} for some figures, {last} for others.",
    fr: "Les données vont jusqu’au {first} pour certains chiffres, au {last} pour d’autres.",
  },
  asOf: { en: "As of {day}.", fr: "Situation au {day}." },
  noNumbers: { en: "No data yet.", fr: "Aucune donnée pour l’instant." },
};

/** What follows a number, by unit. @type {Record<string, Words>} */
export const SUFFIXES = {
  money_per_month: { en: "/month", fr: "/mois" },
  money_per_day: { en: "/day", fr: "/jour" },
  multiple: { en: "×", fr: "\u202f×" },
  days: { en: " days", fr: "\u00a0jours" },
  months: { en: " months", fr: "\u00a0mois" },
  years: { en: " years", fr: "\u00a0ans" },
  points: { en: " points", fr: "\u00a0points" },
  per_lead: { en: " per lead", fr: "\u00a0par lead" },
};

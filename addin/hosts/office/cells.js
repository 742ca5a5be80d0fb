// Between Excel and the functions: what a cell passes, and what a cell shows.

/** Return one value of Excel as the functions read cells. */
function cellOf(value) {
  if (value === null || value === undefined || typeof value !== "object") {
    return value === undefined ? null : value;
  }
  // An error comes as CustomFunctions.Error, or as a data type with its word as basic value.
  if (value instanceof CustomFunctions.Error || value.type === "Error") {
    return { error: String(value.basicValue || value.code) };
  }
  const plain = ["Double", "FormattedNumber", "String", "Boolean", "Empty"];
  if (plain.includes(value.type)) return cellOf(value.basicValue);
  return { type: String(value.type), unsupported: true };
}

/** Return an argument: a range without its blank end, and a range of one cell as that cell. */
function argumentOf(value) {
  if (!Array.isArray(value)) return cellOf(value);
  const rows = B2B_CORE.trimmed(value.map((row) => (Array.isArray(row) ? row : [row]).map(cellOf)));
  // A column of which one cell is filled is still a column: its errors say where they stand.
  const alone = value.length === 1 && (!Array.isArray(value[0]) || value[0].length === 1);
  return alone ? rows[0][0] : rows;
}

/** Return the arguments of a call: a repeated one comes as a list, then Excel's word on the call. */
function argumentsOf(given, { parameters, repeats }) {
  // What is left out may come as null, or not come: the word on the call is then found earlier.
  const last = given[given.length - 1];
  const onCall = last && typeof last === "object" && !Array.isArray(last) && !("type" in last);
  const args = (onCall ? given.slice(0, -1) : given).slice(0, parameters);
  const repeated = repeats && args.length === parameters ? args.pop() : [];
  const all = [...args, ...(Array.isArray(repeated) ? repeated : [])].map(argumentOf);
  while (all.length > 0 && all[all.length - 1] === null) all.pop();
  return all;
}

const ERROR_CODES = {
  "#N/A": "notAvailable",
  "#VALUE!": "invalidValue",
  "#DIV/0!": "divisionByZero",
  "#NUM!": "invalidNumber",
};

/** Return what makes a cell show an error; Excel shows the words with #VALUE! and #N/A only. */
function shownError({ code, message }) {
  const name = ERROR_CODES[code] || "invalidValue";
  return new CustomFunctions.Error(CustomFunctions.ErrorCode[name], message);
}

function supports(set, version) {
  const requirements =
    typeof Office === "object" && Office.context && Office.context.requirements;
  return Boolean(requirements && requirements.isSetSupported(set, version));
}

/** Return a number with the format of its unit, where this Excel knows how to show one. */
function formatted(value, unit) {
  if (typeof value !== "number" || !unit || !reader.formats) return value;
  const format = unit === "count" && !Number.isInteger(value) ? "#,##0.00" : formatOf(unit);
  return { type: "Double", basicValue: value, numberFormat: format };
}

function formatOf(unit) {
  const format = OFFICE.formats[unit][reader.lang];
  if (!format.includes("{c}")) return format;
  return reader.currency ? format.replace("{c}", `[$${symbol()}]`) : format.replace(/\s*\{c\}/, "");
}

const symbols = new Map();

/** Return the workspace's currency as the reader writes it; found once, since that is slow. */
function symbol() {
  const key = `${reader.locale} ${reader.currency}`;
  if (!symbols.has(key)) {
    const style = { style: "currency", currency: reader.currency, currencyDisplay: "narrowSymbol" };
    const parts = new Intl.NumberFormat(reader.locale, style).formatToParts(1);
    symbols.set(key, parts.find((part) => part.type === "currency").value);
  }
  return symbols.get(key);
}

/** Return a table as Excel spills it: each column in its unit, nothing where there is no value. */
function table(rows, units) {
  return rows.map((row) => row.map((cell, j) => (cell === null ? "" : formatted(cell, units[j]))));
}

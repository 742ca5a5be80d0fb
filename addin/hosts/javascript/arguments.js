// What a spreadsheet passes to a function, read as numbers. The twin of addin/arguments.py.
// A cell is null, a boolean, a number, a text or {error: "#N/A"}; a range is rows of cells.

/** Return an argument as one number, null when it is missing or holds no number. */
function number(argument, locale) {
  return Array.isArray(argument) ? summed(argument, locale) : scalar(argument, locale, null);
}

function summed(cells, locale) {
  if (cells.reduce((n, row) => n + row.length, 0) > DECLARED.mostCells) {
    throw refused("LIMIT", DECLARED.messages.TOO_MANY_CELLS);
  }
  const values = [];
  cells.forEach((row, i) => {
    row.forEach((cell, j) => {
      // A boolean inside a range is skipped, as the hosts' own SUM does.
      const value = typeof cell === "boolean" ? null : scalar(cell, locale, [i + 1, j + 1]);
      if (value !== null) values.push(value);
    });
  });
  if (values.length === 0) return null;
  const sum = exactSum(values);
  if (sum === null) throw refused("NUM", DECLARED.messages.SUM_TOO_LARGE);
  return sum;
}

function scalar(value, locale, at) {
  if (value === null || value === undefined || value === "") return null;
  switch (typeof value) {
    case "number":
      return value + 0;
    case "string":
      if (value in DECLARED.hostErrors) throw hostError({ error: value }, at);
      return fromText(value, locale, at);
    case "boolean":
      throw placed(
        refused("TYPE", fill(DECLARED.messages.BOOLEAN, { text: value ? "TRUE" : "FALSE" })),
        at,
      );
    default:
      throw hostError(value, at);
  }
}

function fromText(value, locale, at) {
  if (longer(value, DECLARED.mostText)) throw refused("LIMIT", DECLARED.messages.TEXT_TOO_LONG);
  if (value.includes("\u0000")) throw refused("TYPE", DECLARED.messages.INVALID_CHARACTER);
  try {
    return parseNumber(value, locale);
  } catch (fault) {
    throw fault.kind ? placed(fault, at) : fault;
  }
}

function hostError(value, at) {
  const name = value.error;
  if (typeof name !== "string" || Object.keys(value).length > 1) {
    return refused("TYPE", DECLARED.messages.UNSUPPORTED);
  }
  const kind = DECLARED.hostErrors[name] || "TYPE";
  if (kind === "UPSTREAM") return refused(kind, DECLARED.messages.CALCULATING);
  const where = at
    ? fill(DECLARED.messages.PLACE, { row: at[0], column: at[1] })
    : DECLARED.messages.ARGUMENT;
  return refused(kind, fill(DECLARED.messages.CONTAINS, { where, name: shown(name) }));
}

function placed(fault, at) {
  if (!at) return fault;
  const why = { row: at[0], column: at[1], why: fault.text };
  return refused(fault.kind, fill(DECLARED.messages.PLACED, why));
}

/** Refuse ranges that a person meant to pair and that cannot be. */
function checkShapes(args) {
  const sizes = args
    .filter((a) => Array.isArray(a) && a.length > 0)
    .map((a) => [a.length, a.reduce((most, row) => Math.max(most, row.length), 0)]);
  const row = sizes.find(([down, across]) => down === 1 && across > 1);
  const column = sizes.find(([down, across]) => across === 1 && down > 1);
  if (row && column) {
    const values = { a: row.join("x"), b: column.join("x") };
    throw refused("SHAPE", fill(DECLARED.messages.ROW_AND_COLUMN, values));
  }
}

/** Leave out the blank rows and columns at a range's end: `A:A` is a million cells. */
function trimmed(range) {
  if (!Array.isArray(range)) return range;
  const blank = (cell) => cell === null || cell === undefined || cell === "";
  let down = range.length;
  while (down > 1 && range[down - 1].every(blank)) down -= 1;
  const rows = range.slice(0, down);
  const widths = rows.map((row) => {
    let width = row.length;
    while (width > 1 && blank(row[width - 1])) width -= 1;
    return width;
  });
  const across = widths.reduce((most, width) => Math.max(most, width), 1);
  return rows.map((row) => (row.length > across ? row.slice(0, across) : row));
}

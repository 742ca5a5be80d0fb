// One call of a function that computes with no network. The twin of addin/functions.py.

/**
 * Compute a function on the arguments of a cell.
 *
 * Returns {v: number}, or {e: kind, code, message} with the words of the reader's language.
 */
function compute(fn, args, lang, locale) {
  const name = fn.toUpperCase();
  try {
    return { v: computed(name, DECLARED.functions[name], args, locale) };
  } catch (fault) {
    if (!fault.kind) throw fault;
    return { e: fault.kind, code: DECLARED.codes[fault.kind], message: fault.text[lang] };
  }
}

function computed(name, kpi, args, locale) {
  const given = inputs(name, kpi, args, locale);
  const found = FORMULAS[name](...given);
  if (found.e === undefined) return found.v;
  throw refused(found.e, because(kpi, given, found));
}

/** Return the numbers that a formula takes, null for one that is not given. */
function inputs(name, kpi, args, locale) {
  if (args.length > kpi.inputs.length) {
    const titles = kpi.inputs.map((input) => DECLARED.terms[input]);
    const between = DECLARED.messages.BETWEEN_NAMES;
    const names = {
      en: titles.map((title) => title.en).join(between.en),
      fr: titles.map((title) => title.fr).join(between.fr),
    };
    const values = { fn: name, n: kpi.inputs.length, names };
    throw refused("SHAPE", fill(DECLARED.messages.TOO_MANY_ARGUMENTS, values));
  }
  checkShapes(args);
  const numbers = args.map((argument) => number(argument, locale));
  args.forEach((argument, i) => {
    if (numbers[i] === null && Array.isArray(argument)) throw noNumbers(argument);
  });
  return numbers;
}

function noNumbers(range) {
  const { EMPTY_RANGE, NO_NUMBERS } = DECLARED.messages;
  return refused("EMPTY", range.some((row) => row.length > 0) ? NO_NUMBERS : EMPTY_RANGE);
}

/** Say in words why a formula has no value. */
function because(kpi, given, { e, at, rule }) {
  const { messages, terms } = DECLARED;
  if (rule !== undefined) return kpi.rules[rule];
  const what = at === null ? messages.THE_BASE : terms[at];
  if (e === "EMPTY") return fill(messages.FILL_IN, { what });
  if (e === "DIV0") return fill(messages.ZERO_BASE, { what, kpi: kpi.title });
  if (at === null) return messages.RESULT_TOO_LARGE;
  const value = given[kpi.inputs.indexOf(at)];
  if (!Number.isFinite(value)) return fill(messages.INPUT_TOO_LARGE, { what });
  const least = what.minimum;
  return fill(least === 0 ? messages.NEGATIVE : messages.BENEATH, { what, value, least });
}

/**
 * Return the calls that a formula over the data stands for when its arguments are ranges: one a
 * cell of the result. A row against a column makes a table, as the hosts' own arithmetic does.
 */
function spread(args) {
  const ranges = args.map((a) => (Array.isArray(a) && a.length > 0 ? a : [[a]]));
  const down = ranges.reduce((most, rows) => Math.max(most, rows.length), 1);
  const across = ranges.reduce((most, rows) => Math.max(most, rows[0].length), 1);
  const along = (list, i) => (list.length === 1 ? list[0] : list[i]);
  const calls = [];
  for (let i = 0; i < down; i += 1) {
    for (let j = 0; j < across; j += 1) {
      calls.push(ranges.map((rows) => {
        const row = along(rows, i);
        const cell = row === undefined ? undefined : along(row, j);
        return cell === undefined ? null : cell;
      }));
    }
  }
  return { down, across, calls };
}

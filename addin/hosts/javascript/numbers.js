// Text to number: the locale decides what a comma is, and nothing is guessed.
// The twin of kpi_core/values: a test reads the same texts with both.

const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const SPACES = new RegExp(`[${SPACE}]+`, "g");
const AROUND = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/;
const INVISIBLE = /[\u200b\u200e\u200f\u2060\ufeff]/g;
const LOOKALIKES = { "\u2212": "-", "\u2013": "-", "\u2019": "'", "\u066a": "%" };
// Superscripts and circled digits: digits to Unicode, though no number is written with them.
const ODD_DIGIT = new RegExp(
  "[\\u00b2\\u00b3\\u00b9\\u1369-\\u1371\\u19da\\u2070\\u2074-\\u2079\\u2080-\\u2089\\u2460-\\u2468" +
    "\\u2474-\\u247c\\u2488-\\u2490\\u24ea\\u24f5-\\u24fd\\u24ff\\u2776-\\u277e\\u2780-\\u2788" +
    "\\u278a-\\u2792\\u{10a40}-\\u{10a43}\\u{10e60}-\\u{10e68}\\u{11052}-\\u{1105a}\\u{1f100}-\\u{1f10a}]",
  "u",
);
const SCALES = { k: 3, K: 3, M: 6 };
const LARGEST_POWER = 308;
const KEPT_DIGITS = 28; // of a product or a negation, as decimal arithmetic keeps them

const MARK = `${DECLARED.signs.map((s) => s.replace(/\$/g, "\\$")).join("|")}|[A-Z]{3}`;
const MARK_BEFORE = new RegExp(`^([-+(]?)(${MARK}) ?(?=[-+0-9(.,])`);
const MARK_AFTER = new RegExp(`([0-9)kKM%-]) ?(${MARK})(\\)?)$`);

function strip(text) {
  return text.replace(AROUND, "");
}

/** Return the number that a text means in a locale; null where it says that there is none. */
function parseNumber(text, locale) {
  if (longer(text, DECLARED.longest)) throw tooLong(text);
  let body = clean(text);
  const wrapped = /^="(.*)"$/.exec(body);
  if (wrapped) body = wrapped[1];
  if (DECLARED.blanks.includes(body.toLowerCase())) return null;
  body = withoutCurrency(body.startsWith("'") ? body.slice(1) : body);
  const { rest, negative, power } = unwrapped(text, body);
  return magnitude(text, plain(text, rest, locale), negative, power);
}

/** Return text with one kind of space, minus, apostrophe and digit, and nothing invisible. */
function clean(text) {
  if (DIRECTION.test(text)) throw refused("TYPE", DECLARED.messages.HIDDEN_DIRECTION);
  const visible = strip(text.replace(INVISIBLE, "").replace(SPACES, " "));
  return oneScript(visible).replace(/[\u2212\u2013\u2019\u066a]/g, (c) => LOOKALIKES[c]);
}

function oneScript(text) {
  const zeros = new Set();
  const written = text.replace(/\p{Nd}/gu, (c) => {
    const digit = digitOf(c.codePointAt(0));
    zeros.add(c.codePointAt(0) - digit);
    return String(digit);
  });
  if (zeros.size > 1) {
    throw refused("TYPE", fill(DECLARED.messages.MIXED_DIGITS, { text: shown(text) }));
  }
  return written;
}

/** Return the value of a digit: every script has ten in a row. */
function digitOf(code) {
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}

/** Take off a currency's sign or code, before or after the amount. */
function withoutCurrency(text) {
  const known = (mark) => DECLARED.signs.includes(mark) || DECLARED.currencies.includes(mark);
  const before = MARK_BEFORE.exec(text);
  if (before && known(before[2])) return before[1] + text.slice(before[0].length);
  const after = MARK_AFTER.exec(text);
  if (after && known(after[2])) return text.slice(0, after.index + 1) + after[3];
  return text;
}

/** Take off the accountant's brackets, the per cent, the thousand's `k`, and the sign. */
function unwrapped(text, given) {
  let rest = given;
  let negative = false;
  let power = 0;
  if (rest.startsWith("(") && rest.endsWith(")")) {
    rest = strip(rest.slice(1, -1));
    negative = true;
  }
  const last = rest.slice(-1);
  if (rest.startsWith("%") || last === "%") {
    rest = strip(rest.startsWith("%") ? rest.slice(1) : rest.slice(0, -1));
    power = -2;
  } else if (last in SCALES && /[0-9]$/.test(strip(rest.slice(0, -1)))) {
    rest = strip(rest.slice(0, -1));
    power = SCALES[last];
  }
  if (/^[0-9].*-$/.test(rest) && !negative) {
    rest = strip(rest.slice(0, -1));
    negative = true;
  }
  if (/^[-+]/.test(rest)) {
    if (negative) throw notANumber(text);
    negative = rest[0] === "-";
    rest = rest.slice(1);
  }
  return { rest, negative, power };
}

/** Return digits with a point and perhaps an exponent, once the locale's marks are read. */
function plain(text, body, locale) {
  if (locale === null) {
    if (/^[0-9]{1,3}[.,][0-9]{3}$/.test(body)) {
      throw refused("AMBIGUOUS", fill(DECLARED.messages.TWO_READINGS, { text: shown(body) }));
    }
    if (!/^[0-9]+(?:[eE][+-]?[0-9]{1,6})?$/.test(body)) throw notANumber(text);
    return body;
  }
  const { pattern, group, mark } = marks(locale);
  if (!pattern.test(body)) throw notANumber(text);
  return body.split(group).join("").split(mark).join(".");
}

const marksOf = new Map();

/** Return how a locale writes numbers: the pattern of one, its thousands and its decimal mark. */
function marks(locale) {
  const known = marksOf.get(locale);
  if (known) return known;
  const name = strip(locale).replace(/-/g, "_");
  const [group, mark] = separators(name);
  const [g, m] = [group, mark].map((s) => s.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  let whole = `[0-9]{1,3}(?:${g}[0-9]{3})+|[0-9]+`;
  if (name.endsWith("_IN")) whole = `[0-9]{1,2}(?:${g}[0-9]{2})*${g}[0-9]{3}|${whole}`;
  const pattern = new RegExp(`^(?:(?:${whole})(?:${m}[0-9]*)?|${m}[0-9]+)(?:[eE][+-]?[0-9]{1,6})?$`);
  const found = { pattern, group, mark };
  marksOf.set(locale, found);
  return found;
}

function separators(name) {
  const [language, ...parts] = name.split("_");
  const cased = parts.map((p) => (p.length === 4 ? p[0].toUpperCase() + p.slice(1).toLowerCase() : p.toUpperCase()));
  const key = ` ${[language.toLowerCase(), ...cased].join("_")} `;
  const found = Object.keys(DECLARED.separators).find((pair) => DECLARED.separators[pair].includes(key));
  return found || (language === "fr" ? " ," : ",.");
}

/** Return the nearest double of a decimal, which keeps every digit as written until here. */
function magnitude(text, body, negative, power) {
  const [, whole, decimals = "", exponent = "0"] = /^([0-9]*)\.?([0-9]*)(?:[eE](.+))?$/.exec(body);
  let digits = (whole + decimals).replace(/^0+/, "");
  let scale = Number(exponent) - decimals.length + power;
  if (digits !== "" && digits.length + scale > LARGEST_POWER) {
    throw refused("NUM", fill(DECLARED.messages.TOO_LARGE, { text: shown(strip(text)) }));
  }
  if ((negative || power !== 0) && digits.length > KEPT_DIGITS) {
    const [kept, carried] = halfEven(digits, KEPT_DIGITS);
    scale += digits.length - KEPT_DIGITS + carried;
    digits = kept;
  }
  const value = Number(`${digits || "0"}e${scale}`);
  return negative && digits !== "" ? -value : value;
}

function notANumber(text) {
  return refused("TYPE", fill(DECLARED.messages.NOT_A_NUMBER, { text: shown(strip(text)) }));
}

function tooLong(text) {
  const bare = strip(text);
  if (Array.from(bare).every((c) => /\p{Nd}/u.test(c) || ODD_DIGIT.test(c)) && bare !== "") {
    return refused("NUM", fill(DECLARED.messages.TOO_LARGE, { text: shown(bare) }));
  }
  return refused("LIMIT", DECLARED.messages.TOO_LONG);
}

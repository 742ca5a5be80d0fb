/**
 * Numbers as the product writes them: `1 234,56 €`, `5,2 %`, `€1,234.56`; a missing one is a dash.
 *
 * The same rules as kpi_core/units.py, which a test compares with this file.
 *
 * @typedef {"money" | "money_per_month" | "money_per_day" | "share" | "multiple" | "count"
 *   | "days" | "months" | "years" | "points" | "per_lead"} Unit
 */

import { SUFFIXES } from "./words.js";

const MONEY = new Set(["money", "money_per_month", "money_per_day"]);

/** @param {string} locale */
const language = (locale) => (locale.toLowerCase().startsWith("fr") ? "fr" : "en");

/** Making a formatter costs more than using it. @type {Map<string, Intl.NumberFormat>} */
const made = new Map();

/** @param {string} locale @param {Intl.NumberFormatOptions} options */
function format(locale, options) {
  const key = `${locale} ${JSON.stringify(options)}`;
  let found = made.get(key);
  if (!found) made.set(key, (found = new Intl.NumberFormat(locale, options)));
  return found;
}

/**
 * @param {Unit} unit @param {string} currency
 * @returns {Intl.NumberFormatOptions & {roundingMode: string}}
 */
function options(unit, currency) {
  // What rounds to zero has no sign.
  const rounding = { roundingMode: "halfEven", signDisplay: "negative" };
  if (MONEY.has(unit)) return { style: "currency", currency, ...rounding };
  if (unit === "share") {
    return { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1, ...rounding };
  }
  const minimumFractionDigits = unit === "count" ? 0 : 1;
  return { minimumFractionDigits, maximumFractionDigits: 2, ...rounding };
}

/** CLDR writes a hyphen for a minus: a line may break after it. */
const signed = (/** @type {string} */ text) => text.replace("-", "\u2212");

/** French puts a narrow no-break space before the sign, English none, whatever the browser's tables. */
const percent = (/** @type {Intl.NumberFormat} */ formatter, /** @type {number} */ value, /** @type {string} */ locale) =>
  formatter
    .formatToParts(value)
    .map((part) => {
      if (part.type === "percentSign") return language(locale) === "fr" ? "\u202f%" : "%";
      return part.type === "literal" ? "" : part.value;
    })
    .join("");

/** French counts in the plural from two on, English everything but one. */
function single(/** @type {number} */ value, /** @type {string} */ locale) {
  const size = Math.round(Math.abs(value) * 100) / 100;
  return language(locale) === "fr" ? size < 2 : size === 1;
}

/** What is counted: one day, two days. @type {Set<Unit>} */
const COUNTED = new Set(["days", "years", "points"]);

/**
 * Return what is written after *value*: one day, 1,4 point, two points.
 *
 * @param {Unit} unit @param {number} value @param {string} locale
 */
function suffix(unit, value, locale) {
  const said = SUFFIXES[unit]?.[language(locale)] ?? "";
  return COUNTED.has(unit) && single(value, locale) ? said.replace(/s$/, "") : said;
}

/**
 * Write *value* as a reader of *locale* would.
 *
 * @param {number | null} value @param {Unit} unit @param {string | null} currency
 * @param {string} locale
 */
export function written(value, unit, currency, locale) {
  if (value === null) return "–";
  const formatter = format(locale, options(unit, currency ?? "EUR"));
  let text = unit === "share" ? percent(formatter, value, locale) : formatter.format(value);
  // English puts no space after a currency's letters: CHF1,234.56.
  if (language(locale) === "en") text = text.replaceAll("\u00a0", "");
  return signed(text) + suffix(unit, value, locale);
}

/**
 * Write *value* for an axis: as short as it can be said.
 *
 * @param {number} value @param {Unit} unit @param {string | null} currency @param {string} locale
 */
export function writtenShort(value, unit, currency, locale) {
  if (unit === "share") {
    return signed(percent(format(locale, { style: "percent", maximumFractionDigits: 1 }), value, locale));
  }
  /** @type {Intl.NumberFormatOptions} */
  const money = MONEY.has(unit) ? { style: "currency", currency: currency ?? "EUR" } : {};
  const formatter = format(locale, {
    ...money,
    notation: Math.abs(value) >= 10_000 ? "compact" : "standard",
    minimumFractionDigits: 0,
    maximumFractionDigits: Math.abs(value) >= 10 && Math.abs(value) < 10_000 ? 0 : 2,
  });
  return signed(formatter.format(value));
}

/**
 * Write a change: in points where the KPI is a share, in per cent where it is not.
 *
 * @param {number} change @param {Unit} unit @param {string} locale
 */
export function writtenChange(change, unit, locale) {
  let moved = written(change, "share", null, locale);
  // With the one decimal of the rates beside it.
  if (unit === "share") {
    const points = format(locale, { ...options("points", ""), maximumFractionDigits: 1 });
    moved = signed(points.format(change * 100)) + suffix("points", change * 100, locale);
  }
  if (unit === "points") moved = written(change, "points", null, locale);
  return change < 0 ? moved : `+${moved}`;
}

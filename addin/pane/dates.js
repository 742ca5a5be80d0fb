/** Days and periods as the product writes them: always as dates, so that nobody has to guess. */

import { lang } from "./language.js";

/** @typedef {{start: string, end: string}} Span two days such as 2025-10-31, both included */

const whole = new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const month = new Intl.DateTimeFormat(lang, { month: "short", year: "numeric", timeZone: "UTC" });
const monthOnly = new Intl.DateTimeFormat(lang, { month: "short", timeZone: "UTC" });

/** @param {string} day */
const at = (day) => new Date(`${day}T00:00:00Z`);

/** French reads the first of a month as "premier". @param {string} said */
const first = (said) => (lang === "fr" ? said.replace(/\b1(?=[ \u00a0–]\D|–\d)/g, "1er") : said);

/** @param {Span} period */
export function writtenSpan({ start, end }) {
  // The tables put thin spaces round the dash; plain ones can be searched for and typed.
  return first(whole.formatRange(at(start), at(end)).replaceAll("\u2009", " "));
}

/** @param {string} day */
export const writtenDay = (day) => first(whole.format(at(day)));

/** @param {string} day */
export const writtenMonth = (day) => month.format(at(day));

/** @param {string} day */
export const monthName = (day) => monthOnly.format(at(day));

/**
 * Return the *count* months that end with the month of *end*.
 *
 * @param {string} end @param {number} count @returns {Span}
 */
export function monthsUpTo(end, count) {
  const start = at(end);
  start.setUTCDate(1);
  start.setUTCMonth(start.getUTCMonth() - count + 1);
  return { start: start.toISOString().slice(0, 10), end };
}

/** Return the last whole quarter that is over on *day*, as people type it: T3 2025, Q3 2025. @param {string} day */
export function lastQuarter(day) {
  const next = at(day);
  next.setUTCDate(next.getUTCDate() + 1);
  const over = Math.floor(next.getUTCMonth() / 3);
  const [quarter, year] = over ? [over, next.getUTCFullYear()] : [4, next.getUTCFullYear() - 1];
  return `${lang === "fr" ? "T" : "Q"}${quarter} ${year}`;
}

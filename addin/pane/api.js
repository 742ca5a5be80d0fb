/**
 * The server, as this page speaks to it. Every number on the page comes through here.
 *
 * @typedef {import("./numbers.js").Unit} Unit
 * @typedef {import("./dates.js").Span} Span
 * @typedef {import("./words.js").Words} Words
 * @typedef {{code: string, message: Words}} Caveat
 * @typedef {{period: Span, value: number | null, change: number | null, clear: boolean | null}} Comparison
 * @typedef {{kpi: string, variant: string, value: number | null, unit: Unit, currency: string | null,
 *   low: number | null, high: number | null, period: Span, group: Record<string, string | null>,
 *   caveats: Caveat[], comparison: Comparison | null, fresh_to: string | null}} Result
 * @typedef {{name: string, title: string, unit: Unit, optional: boolean}} Input
 * @typedef {{id: string, family: string, default: boolean, function: string, title: string,
 *   reading: string, formula: string, unit: Unit, better: "higher" | "lower" | "neither",
 *   measured: boolean, focus: boolean, aliases: string[], inputs: Input[],
 *   source: {publisher: string, url: string},
 *   example: {inputs: Record<string, number>, value: number}}} Kpi
 * @typedef {{locale: string, currency: string, today: string, focus: string[], rows: number,
 *   version: number}} About
 * @typedef {number | string | null | (number | string | null)[][]} Value
 * @typedef {{value: Value, error: {code: string, message: string} | null}} Cell
 */

import { credential, renewed } from "./credentials.js";
import { lang, say } from "./language.js";

/** What the server refused, or that it could not be reached, in words. */
export class Trouble extends Error {
  /** @param {string} message @param {number} status 0 when the server did not answer */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/**
 * @param {string} path @param {object} [body] what to post; without it, get
 * @returns {Promise<any>}
 */
async function ask(path, body) {
  const used = await credential();
  let answer = await send(path, body, used);
  // A token lasts an hour: the next one may open what this one no longer does.
  if (answer.status === 401 && (await renewed(used))) answer = await send(path, body, await credential());
  const told = await answer.json().catch(() => null);
  if (answer.ok && told) return told;
  const message = told?.message?.[lang] ?? told?.detail;
  throw new Trouble(message ?? say("unexpected", { status: answer.status }), answer.status);
}

/** @param {string} path @param {object | undefined} body @param {string | null} opening */
async function send(path, body, opening) {
  const headers = new Headers({ accept: "application/json" });
  // A header carries Latin letters only: a key with others is a wrong one, not a broken page.
  if (opening !== null) headers.set("authorization", `Bearer ${opening.replace(/[^\x20-\x7e]/g, "?")}`);
  if (body) headers.set("content-type", "application/json");
  try {
    return await fetch(path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
  } catch {
    throw new Trouble(say("unreachable"), 0);
  }
}

/** @returns {Promise<About>} */
export const about = () => ask("/v1/about");

/** @returns {Promise<Kpi[]>} */
export const kpis = async () => (await ask(`/v1/kpis?lang=${lang}`)).kpis;

/** @param {object} asked a KpiQuery @returns {Promise<Result[]>} */
export const query = async (asked) => (await ask("/v1/query", asked)).results;

/**
 * Compute one call, as a cell would.
 *
 * @param {string} fn @param {Value[]} args @param {string} locale
 * @returns {Promise<Cell>}
 */
export async function cell(fn, args, locale) {
  const asked = { lang, locale, calls: [{ fn, rows: [args] }] };
  const [{ values, errors }] = (await ask("/v1/cells", asked)).results;
  return { value: values[0], error: errors["0"] ?? null };
}

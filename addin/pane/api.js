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
 * @typedef {{label: string, reading: object, word: string | null, meaning: string | null}} Option
 * @typedef {{label: string, value: number | null, low: number | null, high: number | null}} Mark
 * @typedef {{kind: "line" | "bar" | "funnel", title: string, unit: Unit, currency: string | null,
 *   series: {name: string, points: Mark[]}[]}} Chart
 * @typedef {{head: string[], numeric: boolean[], rows: string[][]}} Table
 * @typedef {{outcome: "answer" | "clarify" | "decline", lang: "en" | "fr", text: string,
 *   rows: Result[], options: Option[], chart: Chart | null, table: Table | null,
 *   assumptions: string[], caveats: string[], details: string[], formula: string | null,
 *   notes: string[], context: object | null}} Reply
 * @typedef {{id: number, slot: string | null, reason: string, attempts: number,
 *   state: "running" | "interrupted" | "done" | "failed" | "skipped",
 *   outcome: "unchanged" | "same" | "written" | "held" | "failed" | null,
 *   started_at: string | null, ended_at: string | null, seconds: number | null, calls: number | null,
 *   read: number | null, rejected: number | null, skipped: number | null, error: Words | null}} Run
 * @typedef {{said: string, cron: string, timezone: string, words: Words, next: string | null}} Schedule
 * @typedef {{sheet: number, kind: "google" | "excel", title: string, link: string | null, paused: boolean,
 *   schedule: Schedule | null, last_success: string | null, runs: Run[]}} SyncedSheet
 * @typedef {{sheets: SyncedSheet[], alerts: {rule: number, said: Words, words: Words, since: string}[],
 *   fresh_to: string | null, timezone: string, may_change: boolean}} SyncStatus
 */

import { credential, renewed } from "./credentials.js";
import { lang, say } from "./language.js";

/** What the server refused, or that it could not be reached, in words. */
export class Trouble extends Error {
  /**
   * @param {string} message @param {number} status 0 when the server did not answer
   * @param {number} [wait] in how many seconds it may be asked again, when it says so
   */
  constructor(message, status, wait = 0) {
    super(message);
    this.status = status;
    this.wait = wait;
  }
}

/**
 * @param {string} path @param {object} [body] what to post; without it, get
 * @returns {Promise<any>}
 */
async function ask(path, body) {
  const answer = await opened(path, body, {});
  const told = await answer.json().catch(() => null);
  if (answer.ok && told) return told;
  throw refusal(told, answer);
}

/** @param {any} told a problem, if it is one @param {Response} answer */
function refusal(told, { status, headers }) {
  const message = told?.message?.[lang] ?? told?.detail;
  const wait = Number(headers.get("retry-after")) || 0;
  return new Trouble(typeof message === "string" ? message : say("unexpected", { status }), status, wait);
}

/** @typedef {{accept?: string, signal?: AbortSignal}} How */

/** Ask with the credential at hand, and once more with the next one. @param {string} path @param {object | undefined} body @param {How} how */
async function opened(path, body, how) {
  const used = await credential();
  const answer = await send(path, body, used, how);
  // A token lasts an hour: the next one may open what this one no longer does.
  if (answer.status === 401 && (await renewed(used))) return send(path, body, await credential(), how);
  return answer;
}

/** @param {string} path @param {object | undefined} body @param {string | null} opening @param {How} how */
async function send(path, body, opening, { accept = "application/json", signal }) {
  const headers = new Headers({ accept, "accept-language": lang });
  // A header carries Latin letters only: a key with others is a wrong one, not a broken page.
  if (opening !== null) headers.set("authorization", `Bearer ${opening.replace(/[^\x20-\x7e]/g, "?")}`);
  if (body) headers.set("content-type", "application/json");
  try {
    return await fetch(path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Trouble(say("unreachable"), 0);
  }
}

/** @returns {Promise<About>} */
export const about = () => ask("/v1/about");

/** @returns {Promise<Kpi[]>} */
export const kpis = async () => (await ask(`/v1/kpis?lang=${lang}`)).kpis;

/** @param {object} asked a KpiQuery @returns {Promise<Result[]>} */
export const query = async (asked) => (await ask("/v1/query", asked)).results;

/** @returns {Promise<SyncStatus>} */
export const syncStatus = () => ask("/v1/sync");

/** Run a sheet, let it rest, or let it go on. @param {number} sheet @param {"run" | "pause" | "resume"} what */
export const changeSheet = (sheet, what) => ask(`/v1/sync/${sheet}/${what}`, {});

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

/**
 * Ask a question in words; each stage is *told* as it begins.
 *
 * @param {object} question @param {(stage: string) => void} told @param {AbortSignal} signal
 * @returns {Promise<Reply>}
 */
export async function converse(question, told, signal) {
  const answer = await opened("/v1/ask", question, { accept: "text/event-stream", signal });
  const type = answer.headers.get("content-type") ?? "";
  if (!answer.ok || !type.startsWith("text/event-stream") || !answer.body) {
    const found = await answer.json().catch(() => null);
    if (answer.ok && found) return found;
    throw refusal(found, answer);
  }
  try {
    for await (const { name, data } of events(answer.body)) {
      if (name === "progress") told(String(data?.stage));
      if (name === "reply") return data;
      if (name === "problem") throw new Trouble(String(data?.message?.[lang] ?? data?.detail ?? say("unexpected", { status: 0 })), Number(data?.status));
    }
  } catch (error) {
    if (error instanceof Trouble || signal.aborted) throw error;
  }
  throw new Trouble(say("unreachable"), 0);
}

/** Read server-sent events. @param {ReadableStream<Uint8Array>} body @returns {AsyncGenerator<{name: string, data: any}>} */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (held + value).split(/\r?\n\r?\n/);
      held = blocks.pop() ?? "";
      for (const block of blocks) {
        const lines = block.split(/\r?\n/);
        const field = (/** @type {string} */ key) => lines.flatMap((line) => (line.startsWith(`${key}: `) ? line.slice(key.length + 2) : []));
        const [name] = field("event");
        if (name) yield { name, data: JSON.parse(field("data").join("\n")) };
      }
    }
  } finally {
    await reader.cancel().catch(() => null);
  }
}

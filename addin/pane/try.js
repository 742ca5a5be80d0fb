/** The formula bar: what is typed in it is computed by the server, as in a cell. */

import { cell, Trouble } from "./api.js";
import { byId, fill, h } from "./dom.js";
import { NotAFormula, notAnArgument, readFormula, writeFormula } from "./formula.js";
import { say } from "./language.js";
import { written } from "./numbers.js";

/** @typedef {import("./api.js").Kpi} Kpi */
/** @typedef {import("./api.js").About} About */
/** @typedef {import("./sheet.js").Sheet} Sheet */

/** How long a person pauses before what they typed is computed, in milliseconds. */
const PAUSE = 400;

/**
 * Show the bar.
 *
 * @param {Map<string, Kpi>} kpis by id @param {Pick<About, "currency">} about @param {string} locale
 * @param {Sheet | null} sheet
 * @returns {(formula: string) => Promise<void>} puts a formula in the bar and computes it
 */
export function showTry(kpis, { currency }, locale, sheet) {
  const input = h("input", {
    id: "formula",
    name: "formula",
    value: writeFormula("B2B_CPL", [1500, 50]),
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });
  const output = h("output", { class: "answer", for: "formula", "aria-label": say("answer") });
  const form = byId("try");
  fill(
    form,
    h("label", { for: "formula" }, say("formulaBar")),
    h("div", { class: "bar" }, h("span", { class: "fx", "aria-hidden": "true" }, "fx"), input, h("button", {}, say("compute"))),
    output,
  );
  let turn = 0;
  const compute = async () => {
    const mine = (turn += 1);
    // A slow answer must not replace the one to a later formula.
    const show = (/** @type {Node | string} */ answer, refused = false) => {
      if (mine !== turn) return;
      output.classList.toggle("refused", refused);
      fill(output, answer);
    };
    try {
      const { name, args } = readFormula(input.value);
      const { value, error } = await cell(name, await Promise.all(args.map((arg) => valueOf(arg, sheet))), locale);
      if (error) return show(`${error.code} · ${error.message}`, true);
      return show(shown(value, units(name, args, kpis), currency, locale));
    } catch (error) {
      if (error instanceof NotAFormula || error instanceof Trouble) return show(error.message, true);
      throw error;
    }
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pausing;
  input.addEventListener("input", () => {
    clearTimeout(pausing);
    turn += 1;
    // Half a formula is no mistake yet.
    if (whole(input.value)) pausing = setTimeout(compute, PAUSE);
  });
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    clearTimeout(pausing);
    return compute();
  });
  void compute();
  return async (formula) => {
    input.value = formula;
    await compute();
    form.scrollIntoView({ block: "nearest" });
    input.focus();
  };
}

/** @param {string} formula */
function whole(formula) {
  try {
    return Boolean(readFormula(formula));
  } catch {
    return false;
  }
}

/** Return what a cell would pass. @param {import("./formula.js").Argument} arg @param {Sheet | null} sheet */
async function valueOf(arg, sheet) {
  if (arg === null || typeof arg !== "object") return arg;
  if (sheet === null) throw notAnArgument(arg.cells);
  try {
    const found = await sheet.values(arg.cells);
    return found.length === 1 && found[0].length === 1 ? found[0][0] : found;
  } catch {
    throw new NotAFormula(say("noSuchCells", { cells: arg.cells }));
  }
}

/**
 * Return the KPIs that a call speaks of: a cell gives a bare number, and its unit is the KPI's.
 *
 * @param {string} name @param {import("./formula.js").Argument[]} args @param {Map<string, Kpi>} kpis
 */
function units(name, args, kpis) {
  const all = [...kpis.values()];
  const own = all.find((kpi) => kpi.function === name);
  if (own) return [own];
  const wanted = String(args[0] ?? "").split(",").map(folded);
  return wanted.flatMap((word) => {
    const named = ({ id, title, aliases }) => [id, title, ...aliases].map(folded).includes(word);
    return all.find((kpi) => kpi.default && folded(kpi.family) === word) ?? all.find(named) ?? [];
  });
}

/** @param {string} text */
const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().trim();

/**
 * @param {import("./api.js").Value} value @param {Kpi[]} known @param {string} currency
 * @param {string} locale
 */
function shown(value, known, currency, locale) {
  const one = (/** @type {number | string | null} */ item, /** @type {Kpi | undefined} */ kpi) =>
    typeof item === "number" || item === null ? written(item, kpi?.unit ?? "count", currency, locale) : item;
  if (!Array.isArray(value)) return one(value, known[0]);
  const titled = value.every((line) => typeof line[0] === "string" || line[0] === null);
  const kpiAt = (/** @type {number} */ i) => (titled ? known.find(({ title }) => title === value[0][i]) ?? known[i - 1] : known[0]);
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": say("answer") },
    h(
      "table",
      {},
      ...value.map((line, row) => h("tr", {}, ...line.map((item, i) => h(titled && row === 0 ? "th" : "td", { class: typeof item === "number" || (item === null && i > 0) ? "number" : null }, one(item, kpiAt(i)))))),
    ),
  );
}

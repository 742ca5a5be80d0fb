/** The formula bar: what is typed in it is computed by the server, as in a cell. */

import { cell, Trouble } from "./api.js";
import { byId, fill, h } from "./dom.js";
import { NotAFormula, readFormula, writeFormula } from "./formula.js";
import { say } from "./language.js";
import { written } from "./numbers.js";

/** @typedef {import("./api.js").Kpi} Kpi */
/** @typedef {import("./api.js").About} About */

/**
 * Show the bar.
 *
 * @param {Map<string, Kpi>} kpis by id @param {Pick<About, "currency">} about @param {string} locale
 * @returns {(formula: string) => Promise<void>} puts a formula in the bar and computes it
 */
export function showTry(kpis, { currency }, locale) {
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
  const compute = async () => {
    output.classList.remove("refused");
    try {
      const { name, args } = readFormula(input.value);
      const { value, error } = await cell(name, args, locale);
      if (error) return refuse(`${error.code} · ${error.message}`);
      return fill(output, shown(value, units(name, args, kpis), currency, locale));
    } catch (error) {
      if (error instanceof NotAFormula || error instanceof Trouble) return refuse(error.message);
      throw error;
    }
  };
  const refuse = (/** @type {string} */ sentence) => {
    output.classList.add("refused");
    fill(output, sentence);
  };
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
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

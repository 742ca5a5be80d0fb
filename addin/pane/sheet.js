/**
 * The sheet that the pane stands beside: there is one inside Excel only, where its scripts came first.
 *
 * @typedef {{refresh: () => Promise<void>, every: (minutes: number) => void}} Functions
 * @typedef {{place: string, code: string, formula: string}} Fault
 */

import { announce, byId, fill, h } from "./dom.js";
import { NotAFormula, readFormula, writeFormula } from "./formula.js";
import { say } from "./language.js";

const MINUTES = [0, 5, 15, 60];
const MOST = 50;
const ADVICE = { "#N/A": "missing", "#VALUE!": "unread", "#DIV/0!": "zeroBase", "#NUM!": "impossible" };

const excel = () => /** @type {any} */ (globalThis).Excel;
const functions = () => /** @type {Functions | undefined} */ (/** @type {any} */ (globalThis).B2B);

/** Show what the pane can do for the sheet, where there is one. */
export function showSheet() {
  const asking = functions();
  if (!asking || typeof excel() !== "object") return;
  const faults = h("ul", { class: "entries", id: "sheet-faults" });
  const trouble = h("p", { class: "trouble", role: "alert" });
  const attempt = (/** @type {() => Promise<void>} */ act) => async () => {
    fill(trouble);
    try {
      await act();
    } catch (error) {
      fill(trouble, error instanceof NotAFormula ? error.message : say("sheetRefused"));
    }
  };
  const every = h("select", { id: "sheet-every" }, ...MINUTES.map((n) => h("option", { value: n }, n === 0 ? say("never") : say("everyMinutes", { n }))));
  every.addEventListener("change", () => asking.every(Number(every.value)));
  const button = (/** @type {any} */ words, /** @type {() => Promise<void>} */ act) => h("button", { type: "button", onclick: attempt(act) }, say(words));
  fill(
    byId("sheet-body"),
    h("p", { class: "controls" }, button("insert", insert), button("refresh", () => refreshed(asking)), button("findFaults", () => list(faults))),
    h("p", { class: "controls" }, h("label", { for: "sheet-every" }, say("every")), every),
    trouble,
    faults,
  );
  byId("sheet").hidden = false;
}

/** @param {Functions} asking */
async function refreshed(asking) {
  await asking.refresh();
  announce(say("refreshed"));
}

/** Put the formula of the bar into the active cell. */
async function insert() {
  const { name, args } = readFormula(byId("formula").value);
  await excel().run(async (/** @type {any} */ context) => {
    // Excel's own form of a formula is the English one, whatever its language shows.
    context.workbook.getActiveCell().formulas = [[writeFormula(name, args, "en")]];
    await context.sync();
  });
  announce(say("inserted"));
}

/** List the cells of the active sheet where a function of ours ends in an error. @param {HTMLElement} target */
async function list(target) {
  const found = await faults();
  const items = found.slice(0, MOST).map(({ place, code, formula }) =>
    h(
      "li",
      {},
      h("button", { type: "button", class: "quiet", onclick: () => go(place) }, place),
      ` ${code} · `,
      h("code", {}, formula),
      h("p", {}, say(/** @type {any} */ (ADVICE)[code] ?? "unread")),
    ),
  );
  fill(target, ...(items.length > 0 ? items : [h("li", {}, say("noFaults"))]));
  announce(found.length === 1 ? say("oneFault") : say("faults", { n: found.length }));
}

/** @returns {Promise<Fault[]>} */
async function faults() {
  /** @type {Fault[]} */
  const found = [];
  await excel().run(async (/** @type {any} */ context) => {
    const used = context.workbook.worksheets.getActiveWorksheet().getUsedRangeOrNullObject();
    used.load(["formulas", "values", "valueTypes", "rowIndex", "columnIndex", "isNullObject"]);
    await context.sync();
    if (used.isNullObject) return;
    used.formulas.forEach((/** @type {any[]} */ row, /** @type {number} */ i) => {
      row.forEach((formula, j) => {
        if (!/\bB2B_/.test(String(formula)) || used.valueTypes[i][j] !== "Error") return;
        const place = `${letters(used.columnIndex + j)}${used.rowIndex + i + 1}`;
        found.push({ place, code: String(used.values[i][j]), formula: String(formula) });
      });
    });
  });
  return found;
}

/** @param {string} place */
async function go(place) {
  await excel().run(async (/** @type {any} */ context) => {
    context.workbook.worksheets.getActiveWorksheet().getRange(place).select();
    await context.sync();
  });
}

/** Return the letters of a column, counted from 0. @param {number} column @returns {string} */
function letters(column) {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? letters(rest - 1) : "") + String.fromCharCode(65 + (column % 26));
}

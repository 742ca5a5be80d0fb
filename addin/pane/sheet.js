/**
 * The sheet that the pane stands beside, whichever spreadsheet shows it.
 *
 * Each spreadsheet is a `Sheet`: Excel through Office.js, Google Sheets through its sidebar's page.
 *
 * @typedef {import("./formula.js").Argument} Argument
 * @typedef {{tab: string | null, place: string, code: string, formula: string, why: string | null}} Fault
 *   a cell in error; *why* is what the cell itself says
 * @typedef {object} Sheet
 * @property {keyof typeof import("./words.js").WORDS} refused what to say when it does not obey
 * @property {(name: string, args: Argument[]) => Promise<unknown>} insert put a call into the active cell
 * @property {(cells: string) => Promise<(number | string | null)[][]>} values
 * @property {() => Promise<unknown>} refresh ask the data again
 * @property {(minutes: number) => void} every refresh so often; 0 stops
 * @property {() => Promise<Fault[]>} faults
 * @property {(fault: Fault) => Promise<unknown>} go show that cell
 */

import { announce, byId, fill, h } from "./dom.js";
import { excelSheet } from "./excel.js";
import { NotAFormula, readFormula } from "./formula.js";
import { googleSheet } from "./google.js";
import { say } from "./language.js";

const MINUTES = [0, 5, 15, 60];
const MOST = 50;
// French spreadsheets have words of their own for some.
const ADVICE = {
  "#N/A": "missing",
  "#VALUE!": "unread",
  "#VALEUR!": "unread",
  "#DIV/0!": "zeroBase",
  "#NUM!": "impossible",
  "#NOMBRE!": "impossible",
  "#ERROR!": "thrown",
  "#ERREUR!": "thrown",
  "#REF!": "noRoom",
  "#NAME?": "noScript",
  "#NOM?": "noScript",
};

/** Return the sheet beside this page, if there is one. @returns {Sheet | null} */
export const sheetBeside = () => googleSheet() ?? excelSheet();

/** Show what the pane can do for *sheet*. @param {Sheet | null} sheet */
export function showSheet(sheet) {
  if (sheet === null) return;
  const faults = h("ul", { class: "entries", id: "sheet-faults" });
  const trouble = h("p", { class: "trouble", role: "alert" });
  const attempt = (/** @type {() => Promise<unknown>} */ act) => async () => {
    fill(trouble);
    try {
      await act();
    } catch (error) {
      fill(trouble, error instanceof NotAFormula ? error.message : say(sheet.refused));
    }
  };
  const every = h("select", { id: "sheet-every" }, ...MINUTES.map((n) => h("option", { value: n }, n === 0 ? say("never") : say("everyMinutes", { n }))));
  every.addEventListener("change", () => sheet.every(Number(every.value)));
  const button = (/** @type {any} */ words, /** @type {() => Promise<void>} */ act) => h("button", { type: "button", onclick: attempt(act) }, say(words));
  const insert = async () => {
    const { name, args } = readFormula(byId("formula").value);
    await sheet.insert(name, args);
    announce(say("inserted"));
  };
  const refresh = async () => {
    await sheet.refresh();
    announce(say("refreshed"));
  };
  const list = async () => {
    const found = await sheet.faults();
    const items = found.slice(0, MOST).map((fault) => item(fault, attempt(() => sheet.go(fault))));
    fill(faults, ...(items.length > 0 ? items : [h("li", {}, say("noFaults"))]));
    announce(found.length === 1 ? say("oneFault") : say("faults", { n: found.length }));
  };
  fill(
    byId("sheet-body"),
    h("p", { class: "controls" }, button("insert", insert), button("refresh", refresh), button("findFaults", list)),
    h("p", { class: "controls" }, h("label", { for: "sheet-every" }, say("every")), every),
    trouble,
    faults,
  );
  byId("sheet").hidden = false;
  showParts();
}

/** Beside a sheet the page is narrow and long: what is below is one click away. */
function showParts() {
  const parts = byId("parts");
  parts.setAttribute("aria-label", say("parts"));
  const link = (/** @type {"figures" | "sheet" | "functions"} */ part) => h("a", { href: `#${part}` }, say(part));
  fill(parts, link("figures"), link("sheet"), link("functions"));
  parts.hidden = false;
}

/** @param {Fault} fault @param {() => unknown} go */
function item({ tab, place, code, formula, why }, go) {
  const where = tab === null ? place : `${tab} · ${place}`;
  return h(
    "li",
    {},
    h("button", { type: "button", class: "quiet", onclick: go }, where),
    formula ? ` ${code} · ` : ` ${code}`,
    formula && h("code", {}, formula),
    h("p", {}, why ?? say(/** @type {any} */ (ADVICE)[code] ?? "unread")),
  );
}

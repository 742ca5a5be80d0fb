/** A workbook of Excel's, through Office.js and the functions that the page loaded before this one. */

import { writeFormula } from "./formula.js";

/** @typedef {{refresh: () => Promise<void>, every: (minutes: number) => void}} Functions */

/** @returns {import("./sheet.js").Sheet | null} */
export function excelSheet() {
  const { Excel: excel, B2B: functions } = /** @type {{Excel: any, B2B: Functions}} */ (/** @type {any} */ (globalThis));
  if (!functions || typeof excel !== "object") return null;
  return {
    refused: "sheetRefused",
    insert: (name, args) =>
      excel.run(async (/** @type {any} */ context) => {
        // Excel's own form of a formula is the English one, whatever its language shows.
        context.workbook.getActiveCell().formulas = [[writeFormula(name, args, "en")]];
        await context.sync();
      }),
    async values(cells) {
      /** @type {any[][]} */
      let found = [];
      await excel.run(async (/** @type {any} */ context) => {
        const range = rangeOf(context, cells);
        range.load("values");
        await context.sync();
        found = range.values.map((/** @type {any[]} */ row) => row.map((value) => (value === "" ? null : value)));
      });
      return found;
    },
    refresh: () => functions.refresh(),
    every: (minutes) => functions.every(minutes),
    faults: () => faults(excel),
    go: ({ place }) =>
      excel.run(async (/** @type {any} */ context) => {
        context.workbook.worksheets.getActiveWorksheet().getRange(place).select();
        await context.sync();
      }),
  };
}

/** @param {any} context @param {string} cells */
function rangeOf({ workbook }, cells) {
  const end = cells.lastIndexOf("!");
  if (end < 0) return workbook.worksheets.getActiveWorksheet().getRange(cells);
  const tab = cells.slice(0, end).replace(/^'|'$/g, "").replaceAll("''", "'");
  return workbook.worksheets.getItem(tab).getRange(cells.slice(end + 1));
}

/** List the cells of the active sheet where a function of ours ends in an error. @param {any} excel */
async function faults(excel) {
  /** @type {import("./sheet.js").Fault[]} */
  const found = [];
  await excel.run(async (/** @type {any} */ context) => {
    const used = context.workbook.worksheets.getActiveWorksheet().getUsedRangeOrNullObject();
    used.load(["formulas", "values", "valueTypes", "rowIndex", "columnIndex", "isNullObject"]);
    await context.sync();
    if (used.isNullObject) return;
    used.formulas.forEach((/** @type {any[]} */ row, /** @type {number} */ i) => {
      row.forEach((formula, j) => {
        if (!/\bB2B_/.test(String(formula)) || used.valueTypes[i][j] !== "Error") return;
        const place = `${letters(used.columnIndex + j)}${used.rowIndex + i + 1}`;
        found.push({ tab: null, place, code: String(used.values[i][j]), formula: String(formula), why: null });
      });
    });
  });
  return found;
}

/** Return the letters of a column, counted from 0. @param {number} column @returns {string} */
function letters(column) {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? letters(rest - 1) : "") + String.fromCharCode(65 + (column % 26));
}

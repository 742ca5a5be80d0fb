/**
 * Formulas as a cell holds them: `=B2B_CPL(1500;50)` in French, `=B2B_CPL(1500,50)` in English.
 *
 * @typedef {number | string | null | {cells: string}} Argument a number, a text, nothing between
 *   two separators, or cells by their address
 */

import { lang, say } from "./language.js";

const MARKS = { fr: { separator: ";", decimal: "," }, en: { separator: ",", decimal: "." } };

const CELL = String.raw`\$?[A-Z]{1,3}\$?\d{1,7}`;
const COLUMN = String.raw`\$?[A-Z]{1,3}`;
/** One cell, a block of them, or whole columns; of this tab or of another. */
const CELLS = new RegExp(String.raw`^((?:'(?:[^']|'')+'|[\p{L}\p{N}_.]+)!)?(${CELL}(:(${CELL}|${COLUMN}))?|${COLUMN}:${COLUMN})$`, "iu");

/** Said to the person who typed it. */
export class NotAFormula extends Error {}

/**
 * Write a call as this language's spreadsheets do.
 *
 * @param {string} name @param {Argument[]} args @param {"en" | "fr"} [as]
 */
export function writeFormula(name, args, as = lang) {
  const { separator, decimal } = MARKS[as];
  const said = args.map((value) => {
    if (value === null) return "";
    if (typeof value === "object") return value.cells;
    if (typeof value === "string") return `"${value.replaceAll('"', '""')}"`;
    return String(value).replace(".", decimal);
  });
  return `=${name}(${said.join(separator)})`;
}

/**
 * Read a call as it is typed in a cell; `;` separates in either language.
 *
 * @param {string} text @param {"en" | "fr"} [as] @returns {{name: string, args: Argument[]}}
 */
export function readFormula(text, as = lang) {
  const call = /^\s*=?\s*([A-Za-z][\w.]*)\s*\((.*)\)\s*$/s.exec(text);
  if (!call) throw new NotAFormula(say("notAFormula", { example: writeFormula("B2B_CPL", [1500, 50]) }));
  return { name: call[1].toUpperCase(), args: split(call[2], as).map((part) => argument(part, as)) };
}

/** Cut at the separators that stand outside quotation marks. @param {string} text @param {"en" | "fr"} as @returns {string[]} */
function split(text, as) {
  if (!text.trim()) return [];
  const separators = new Set([";", MARKS[as].separator]);
  const parts = [""];
  let quoted = false;
  for (const letter of text) {
    if (letter === '"') quoted = !quoted;
    if (!quoted && separators.has(letter)) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

/** @param {string} what */
export const notAnArgument = (what) => new NotAFormula(say("notAnArgument", { what }));

/** @param {string} part @param {"en" | "fr"} as @returns {Argument} */
function argument(part, as) {
  const said = part.trim();
  if (!said) return null;
  // People copy from texts whose quotation marks were made pretty.
  const text = /^["“”«]\s?((?:[^"]|"")*?)\s?["“”»]$/s.exec(said);
  if (text) return text[1].replaceAll('""', '"');
  if (CELLS.test(said)) return { cells: said };
  const number = /^([+-]?)(\d+(?:[.,]\d+)?|[.,]\d+)(%?)$/.exec(said.replace(/[\s\u00a0\u202f]/g, ""));
  if (!number || (number[2].includes(".") && as === "fr") || (number[2].includes(",") && as === "en")) {
    throw notAnArgument(said);
  }
  const value = Number(number[1] + number[2].replace(",", "."));
  return number[3] ? value / 100 : value;
}

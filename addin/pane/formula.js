/**
 * Formulas as a cell holds them: `=B2B_CPL(1500;50)` in French, `=B2B_CPL(1500,50)` in English.
 *
 * @typedef {number | string | null} Argument a number, a text, or nothing between two separators
 */

import { lang, say } from "./language.js";

const MARKS = { fr: { separator: ";", decimal: "," }, en: { separator: ",", decimal: "." } };

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
    if (typeof value === "string") return `"${value.replaceAll('"', '""')}"`;
    return String(value).replace(".", decimal);
  });
  return `=${name}(${said.join(separator)})`;
}

/**
 * Read a call as it is typed in a cell; `;` separates in either language.
 *
 * @param {string} text @returns {{name: string, args: Argument[]}}
 */
export function readFormula(text) {
  const call = /^\s*=?\s*([A-Za-z][\w.]*)\s*\((.*)\)\s*$/s.exec(text);
  if (!call) throw new NotAFormula(say("notAFormula", { example: writeFormula("B2B_CPL", [1500, 50]) }));
  return { name: call[1].toUpperCase(), args: split(call[2]).map(argument) };
}

/** Cut at the separators that stand outside quotation marks. @param {string} text @returns {string[]} */
function split(text) {
  if (!text.trim()) return [];
  const separators = new Set([";", MARKS[lang].separator]);
  const parts = [""];
  let quoted = false;
  for (const letter of text) {
    if (letter === '"') quoted = !quoted;
    if (!quoted && separators.has(letter)) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

/** @param {string} part @returns {Argument} */
function argument(part) {
  const said = part.trim();
  if (!said) return null;
  // People copy from texts whose quotation marks were made pretty.
  const text = /^["“”«]\s?((?:[^"]|"")*?)\s?["“”»]$/s.exec(said);
  if (text) return text[1].replaceAll('""', '"');
  const number = /^([+-]?)(\d+(?:[.,]\d+)?|[.,]\d+)(%?)$/.exec(said.replace(/[\s\u00a0\u202f]/g, ""));
  if (!number || (number[2].includes(".") && lang === "fr") || (number[2].includes(",") && lang === "en")) {
    throw new NotAFormula(say("notAnArgument", { what: said }));
  }
  const value = Number(number[1] + number[2].replace(",", "."));
  return number[3] ? value / 100 : value;
}

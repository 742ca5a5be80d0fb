/** The functions that ask the data: what each takes, and an example on the last whole quarter. */

import { writeFormula } from "./formula.js";
import { say } from "./language.js";

/** @typedef {keyof typeof import("./words.js").WORDS} Name */
/** @typedef {{name: string, title: Name, takes: Name, example: (quarter: string) => string[]}} OnData */

/** @type {OnData[]} */
export const ON_DATA = [
  { name: "B2B_KPI", title: "oneNumber", takes: "takesOne", example: (quarter) => ["CAC", "LinkedIn", quarter] },
  { name: "B2B_TABLE", title: "aTable", takes: "takesTable", example: (quarter) => ["CPL, CAC_PAID", say("theChannel"), quarter] },
  { name: "B2B_TREND", title: "aTrend", takes: "takesTrend", example: (quarter) => ["CPL", say("theMonth"), quarter] },
  { name: "B2B_INTERVAL", title: "anInterval", takes: "takesSame", example: (quarter) => ["CPL", quarter] },
  { name: "B2B_EXPLAIN", title: "anExplanation", takes: "takesSame", example: (quarter) => ["CPL", quarter] },
  { name: "B2B_ASK", title: "askInWords", takes: "takesQuestion", example: () => [say("exampleQuestion")] },
];

/** Write the example of one of them. @param {OnData} on @param {string} quarter */
export const exampleOf = ({ name, example }, quarter) => writeFormula(name, example(quarter));

/** What a person takes away of a reply: its words, its table for a spreadsheet, its picture. */

import { h } from "./dom.js";
import { lang, say } from "./language.js";

/** @typedef {import("./api.js").Reply} Reply */
/** @typedef {import("./api.js").Table} Table */

const MARKS = { fr: { separator: ";", decimal: "," }, en: { separator: ",", decimal: "." } };
/** With these a spreadsheet takes a text for a formula, some after spaces or wide letters. */
const FORMULA = /^[\s\0]*[=+\-@|%{＝＋－＠]|^[\t\r\n\0]/;
/** A number as it is written in a cell of a table, with what stands before and after it. */
const NUMBER = /^([-−+]?)([^\d\-−+]*)([-−]?)(\d[\d.,\s\u00a0\u202f]*)([^\d]*)$/;
const LEGEND = 16;

/** Return the whole reply as text. @param {Reply} reply @param {string} said the question */
export function copyText(reply, said) {
  const rows = reply.table ? [reply.table.head, ...reply.table.rows].map((row) => row.join("\t")) : [];
  const parts = [said, reply.text, rows.join("\n"), [...reply.assumptions, ...reply.caveats, ...reply.details, ...reply.notes].join("\n"), reply.formula ?? ""];
  return parts.filter(Boolean).join("\n\n");
}

/** Return the reply's table, or one made of its number; null where it has neither. @param {Reply} reply @returns {Table | null} */
export function chartTable({ table, rows, lang: as }) {
  if (table) return table;
  if (rows.length === 0) return null;
  const number = (/** @type {number | null} */ value) => (value === null ? "–" : String(value).replace(".", MARKS[as].decimal));
  return {
    head: [say("kpi"), say("value"), say("lowEnd"), say("highEnd"), say("fromDay"), say("toDay")],
    numeric: [false, true, true, true, false, false],
    rows: rows.map(({ variant, value, low, high, period }) => [variant, number(value), number(low), number(high), period.start, period.end]),
  };
}

/** Return the reply's table as CSV, as the spreadsheets of its language read it. @param {Reply} reply */
export function copyCsv(reply) {
  const table = chartTable(reply);
  if (table === null) return "";
  const { separator } = MARKS[reply.lang];
  const cell = (/** @type {string} */ text, /** @type {number} */ i) => (table.numeric[i] ? plainNumber(text, reply.lang) ?? quoted(text) : quoted(text));
  const lines = [table.head.map(quoted), ...table.rows.map((row) => row.map(cell))];
  return lines.map((line) => `${line.join(separator)}\r\n`).join("");
}

/** Return a text that no spreadsheet computes. @param {string} text */
function quoted(text) {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** Return a written number as a spreadsheet types it; null where *text* is something else. @param {string} text @param {"en" | "fr"} as */
function plainNumber(text, as) {
  if (text === "–" || text === "") return "";
  const found = NUMBER.exec(text);
  if (!found) return null;
  const [, sign, , inner, digits, after] = found;
  const { decimal } = MARKS[as];
  const kept = [...digits].filter((letter) => /\d/.test(letter) || letter === decimal).join("");
  return `${/[-−]/.test(sign + inner) ? "-" : ""}${kept}${after.trim() === "%" ? "%" : ""}`;
}

const PAINTED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap", "opacity", "font-size", "font-family", "font-weight"];

/** Save the chart as a picture, twice as fine as on the screen. @param {SVGSVGElement} svg @param {string} title */
export async function savePng(svg, title) {
  const blob = await png(svg, title);
  const link = h("a", { href: URL.createObjectURL(blob), download: `${title.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) || "b2b-kpi"}.png` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Draw the chart on a canvas, with its colours, its title and its legend. @param {SVGSVGElement} svg @param {string} title @returns {Promise<Blob>} */
export async function png(svg, title) {
  const [width, height] = [Number(svg.getAttribute("width")), Number(svg.getAttribute("height"))];
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const [shown, copies] = [[svg, ...svg.querySelectorAll("*")], [copy, ...copy.querySelectorAll("*")]];
  shown.forEach((element, i) => {
    const style = getComputedStyle(element);
    // The sheet of styles does not come along: what it says is written on each mark.
    for (const name of PAINTED) copies[i].setAttribute(name, style.getPropertyValue(name));
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const source = new XMLSerializer().serializeToString(copy);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  const [pad, head, scale] = [20, 44, 2];
  const keys = [...(svg.closest("figure")?.querySelectorAll(".keys li") ?? [])].map((key) => ({
    name: key.textContent ?? "",
    colour: getComputedStyle(/** @type {Element} */ (key.querySelector("svg *"))).fill,
  }));
  const foot = keys.length * LEGEND + (keys.length > 0 ? 10 : 0);
  const canvas = h("canvas", { width: (width + 2 * pad) * scale, height: (height + head + foot + pad) * scale, lang });
  const context = canvas.getContext("2d");
  const root = getComputedStyle(document.documentElement);
  context.scale(scale, scale);
  context.fillStyle = root.getPropertyValue("--paper") || "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = root.getPropertyValue("--ink") || "#000";
  context.font = `600 15px ${root.getPropertyValue("--text") || "sans-serif"}`;
  context.fillText(title, pad, 28, width);
  context.drawImage(image, pad, head, width, height);
  context.font = `12px ${root.getPropertyValue("--text") || "sans-serif"}`;
  keys.forEach(({ name, colour }, i) => {
    const y = head + height + LEGEND * (i + 1);
    context.fillStyle = colour;
    context.fillRect(pad, y - 8, 8, 8);
    context.fillStyle = root.getPropertyValue("--ink") || "#000";
    context.fillText(name, pad + 14, y, width - 14);
  });
  return new Promise((resolve, reject) => canvas.toBlob((/** @type {Blob | null} */ blob) => (blob ? resolve(blob) : reject(new Error("png"))), "image/png"));
}

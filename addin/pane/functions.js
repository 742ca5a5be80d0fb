/** The functions one can type: searched by any word in either form, each with its example. */

import { copied } from "./clipboard.js";
import { announce, byId, fill, h } from "./dom.js";
import { writeFormula } from "./formula.js";
import { lang, say } from "./language.js";
import { written } from "./numbers.js";
import { exampleOf, ON_DATA } from "./on-data.js";

/** @typedef {import("./api.js").Kpi} Kpi */
/** @typedef {{quarter: string | null, currency: string, locale: string, compute: (formula: string) => Promise<void>}} Around */

/**
 * Show the functions, the focus first, the others when asked for or searched.
 *
 * @param {Map<string, Kpi>} kpis by id @param {string[]} focus @param {Around} around
 */
export function showFunctions(kpis, focus, around) {
  const { quarter } = around;
  const first = focus.flatMap((id) => kpis.get(id) ?? []);
  const ordered = [...first, ...[...kpis.values()].filter(({ id }) => !focus.includes(id))];
  const asking = quarter === null ? [] : ON_DATA.map((on) => ({ words: onDataWords(on), item: onData(on, quarter, around) }));
  const computing = ordered.map((kpi) => ({ words: kpiWords(kpi), item: onNumbers(kpi, around) }));
  const search = h("input", { type: "search", id: "search", placeholder: say("searchHint"), autocomplete: "off" });
  const all = h("button", { type: "button", class: "quiet", onclick: () => show(true) }, say("showAll", { n: asking.length + computing.length }));
  const lists = h("div", { class: "lists" });
  const none = h("p", { class: "trouble" }, say("foundNone"));

  const show = (/** @type {boolean} */ everything) => {
    const wanted = folded(search.value).split(/\s+/).filter(Boolean);
    const has = (/** @type {{words: string}} */ { words }) => wanted.every((word) => words.includes(word));
    const [data, numbers] = [asking.filter(has), computing.filter(has)];
    const few = wanted.length === 0 && !everything;
    const shown = few ? numbers.slice(0, first.length) : numbers;
    fill(lists, ...group(say("onData"), data), ...group(say("onNumbers"), shown));
    all.hidden = !few;
    none.hidden = data.length + shown.length > 0;
    const n = data.length + shown.length;
    if (wanted.length > 0) announce(n === 1 ? say("foundOne") : say("found", { n }));
  };
  search.addEventListener("input", () => show(false));
  fill(byId("functions-list"), h("label", { class: "search", for: "search" }, h("span", {}, say("searchFunctions")), search), lists, none, all);
  show(false);
  byId("functions").hidden = false;
}

/** @param {string} title @param {{item: Node}[]} found */
const group = (title, found) => (found.length > 0 ? [h("h3", {}, title), h("ul", { class: "entries" }, ...found.map(({ item }) => item))] : []);

/** @param {string} text */
const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

/** @param {Kpi} kpi */
const kpiWords = (kpi) => folded([kpi.function, kpi.id, kpi.title, kpi.reading, kpi.formula, ...kpi.aliases].join(" "));

/** @param {import("./on-data.js").OnData} on */
const onDataWords = (on) => folded([on.name, say(on.title), say(on.takes)].join(" "));

/** @param {import("./on-data.js").OnData} on @param {string} quarter @param {Around} around */
function onData(on, quarter, around) {
  return entry(on.name, say(on.title), [h("p", {}, say(on.takes)), example(exampleOf(on, quarter), null, around)]);
}

/** @param {Kpi} kpi @param {Around} around */
function onNumbers(kpi, around) {
  const given = kpi.inputs.map(({ name }) => kpi.example.inputs[name] ?? null);
  while (given.at(-1) === null) given.pop();
  const answer = written(kpi.example.value, kpi.unit, around.currency, around.locale);
  const inputs = kpi.inputs.map(({ title, optional }) => h("li", {}, title, optional && h("small", {}, ` (${say("optional")})`)));
  const onDataToo = kpi.measured && around.quarter !== null;
  return entry(kpi.function, kpi.title, [
    h("p", {}, kpi.reading),
    h("dl", {}, h("dt", {}, say("formula")), h("dd", {}, kpi.formula), h("dt", {}, say("arguments")), h("dd", {}, h("ol", {}, ...inputs))),
    example(writeFormula(kpi.function, given), answer, around),
    onDataToo && example(writeFormula("B2B_KPI", [kpi.id, /** @type {string} */ (around.quarter)]), null, around),
    h("p", { class: "source" }, `${say("source")}${lang === "fr" ? "\u00a0" : ""}: `, h("a", { href: kpi.source.url, rel: "noreferrer", target: "_blank" }, kpi.source.publisher)),
  ]);
}

/** @param {string} name @param {string} title @param {(Node | false)[]} body */
function entry(name, title, body) {
  const summary = h("summary", {}, h("code", {}, name), " ", h("span", {}, title));
  return h("li", { "data-function": name }, h("details", { name: "function" }, summary, h("div", { class: "entry" }, ...body)));
}

/** @param {string} formula @param {string | null} answer @param {Around} around */
function example(formula, answer, around) {
  const copy = h("button", { type: "button", class: "quiet", "aria-label": say("copyThis", { formula }) }, say("copy"));
  copy.addEventListener("click", async () => {
    await copied(formula);
    copy.textContent = say("copiedShort");
    announce(say("copied", { formula }));
    setTimeout(() => (copy.textContent = say("copy")), 2000);
  });
  const tried = () => around.compute(formula);
  return h(
    "div",
    { class: "example" },
    h("code", {}, formula),
    answer && h("span", { class: "gives" }, `→ ${answer}`),
    h("span", { class: "actions" }, copy, h("button", { type: "button", class: "quiet", "aria-label": say("tryThis", { formula }), onclick: tried }, say("tryIt"))),
  );
}

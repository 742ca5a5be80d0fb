/** A reply of the assistant: its first line, what to know before using it, and what to take away. */

import { chartTable, copyCsv, copyText, savePng } from "./takeaway.js";
import { copied } from "./clipboard.js";
import { announce, h } from "./dom.js";
import { drawn } from "./drawing.js";
import { readFormula } from "./formula.js";
import { lang, localeFor, say } from "./language.js";

/** @typedef {import("./api.js").Reply} Reply */
/** @typedef {import("./api.js").Option} Option */
/** @typedef {import("./chat.js").Around & {pick: (option: Option) => unknown, said: string}} Around */

const MOST_VISIBLE = 2;
/** Where the sentence on the margin of error begins, in either language. */
const MARGIN = /\s(?=(Margin of error|Marge d’erreur)\s*\(95)/;

/** @param {Reply} reply @param {Around} around @returns {HTMLElement} */
export function shownReply(reply, around) {
  const locale = localeFor(around.locale, reply.lang);
  const picture = reply.chart && drawn(reply.chart, locale);
  return h(
    "div",
    { class: `said ${OUTCOMES[reply.outcome]}`, lang: reply.lang === lang ? null : reply.lang },
    ...sentences(reply.text),
    reply.options.length > 0 && options(reply.options, around.pick),
    ...lines(reply.assumptions, "assumed"),
    ...lines(reply.notes, "note"),
    picture,
    reply.table && table(reply.table),
    known(reply.caveats),
    how(reply),
    reply.outcome === "answer" && actions(reply, locale, picture, around),
  );
}

const OUTCOMES = { answer: "answers", clarify: "asks", decline: "declines" };

/** Show the first line to be read at a glance, and the margin of error under it. @param {string} text */
function sentences(text) {
  const [first, ...rest] = text.split("\n");
  const at = first.search(MARGIN);
  const [head, margin] = at > 0 ? [first.slice(0, at), first.slice(at + 1)] : [first, ""];
  return [
    h("p", { class: "first" }, head),
    margin && h("p", { class: "reply-margin" }, margin),
    ...rest.filter(Boolean).map((line) => h("p", {}, line)),
  ];
}

/** @param {Option[]} found @param {(option: Option) => unknown} pick */
function options(found, pick) {
  const button = (/** @type {Option} */ option) => {
    const made = h("button", { type: "button", class: "option" }, option.label);
    made.addEventListener("click", () => {
      for (const other of made.closest("ul").querySelectorAll("button")) other.disabled = true;
      made.setAttribute("aria-pressed", "true");
      return pick(option);
    });
    return h("li", {}, made);
  };
  return h("ul", { class: "options", "aria-label": say("options") }, ...found.slice(0, 3).map(button));
}

/** @param {string[]} said @param {string} kind */
const lines = (said, kind) => (said.length > 0 ? [h("ul", { class: kind }, ...said.map((line) => h("li", {}, line)))] : []);

/** Show two caveats and fold the rest. @param {string[]} caveats */
function known(caveats) {
  if (caveats.length === 0) return null;
  const items = caveats.map((sentence) => h("li", {}, sentence));
  const rest = items.slice(MOST_VISIBLE);
  const more = rest.length === 1 ? say("oneMoreCaveat") : say("moreCaveats", { n: rest.length });
  return h(
    "div",
    { class: "caveats" },
    h("ul", {}, ...items.slice(0, MOST_VISIBLE)),
    rest.length > 0 && h("details", {}, h("summary", {}, more), h("ul", {}, ...rest)),
  );
}

/** @param {import("./api.js").Table} found */
function table({ head, numeric, rows }) {
  const kind = (/** @type {number} */ i) => (numeric[i] ? "number" : null);
  const cells = (/** @type {string[]} */ row) => row.map((text, i) => h(i === 0 && !numeric[0] ? "th" : "td", { class: kind(i), scope: i === 0 && !numeric[0] ? "row" : null }, text));
  return h(
    "div",
    { class: "scroll told", tabindex: "0", role: "region", "aria-label": say("asTableReply") },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ...head.map((title, i) => h("th", { scope: "col", class: kind(i) }, title)))),
      h("tbody", {}, ...rows.map((row) => h("tr", {}, ...cells(row)))),
    ),
  );
}

/** @param {Reply} reply */
function how({ details, formula }) {
  if (details.length === 0 && !formula) return null;
  return h(
    "details",
    { class: "how-made" },
    h("summary", {}, say("howMade")),
    ...details.map((line) => h("p", {}, line)),
    formula && h("p", {}, say("inACell"), " ", h("code", {}, formula)),
  );
}

/**
 * @param {Reply} reply @param {string} locale @param {HTMLElement | null} picture @param {Around} around
 */
function actions(reply, locale, picture, { sheet, said }) {
  const { formula } = reply;
  const button = (/** @type {any} */ words, /** @type {() => unknown} */ act, done = say("copiedShort")) => {
    const made = h("button", { type: "button", class: "quiet", "data-action": words }, say(words));
    made.addEventListener("click", async () => {
      try {
        await act();
        made.textContent = done;
        announce(done);
        setTimeout(() => (made.textContent = say(words)), 2000);
      } catch {
        announce(say("notDone"));
        made.textContent = say("notDone");
      }
    });
    return made;
  };
  const svg = picture?.querySelector("svg");
  return h(
    "p",
    { class: "actions", role: "group", "aria-label": say("takeAway") },
    button("copyText", () => copied(copyText(reply, said))),
    chartTable(reply) !== null && button("copyCsv", () => copied(copyCsv(reply))),
    svg && button("savePng", () => savePng(svg, reply.chart?.title ?? said), say("saved")),
    formula && button("copyFormula", () => copied(formula)),
    sheet && insertable(formula, reply.lang) && button("insertShort", () => insert(sheet, formula, reply.lang), say("insertedShort")),
  );
}

/** Only a call of one of our functions goes into a sheet, whatever the reply says. @param {string | null} formula @param {"en" | "fr"} as */
function insertable(formula, as) {
  try {
    return /^B2B_[A-Z0-9_]+$/.test(readFormula(formula ?? "", as).name);
  } catch {
    return false;
  }
}

/** @param {import("./sheet.js").Sheet} sheet @param {string | null} formula @param {"en" | "fr"} as */
function insert(sheet, formula, as) {
  const { name, args } = readFormula(formula ?? "", as);
  return sheet.insert(name, args);
}

/** The focus KPIs: each with its margin of error, what changed, and what to know before using it. */

import { fill, byId, h, s } from "./dom.js";
import { writtenSpan } from "./dates.js";
import { say, lang } from "./language.js";
import { written, writtenChange } from "./numbers.js";

/** @typedef {import("./api.js").Result} Result */
/** @typedef {import("./api.js").Kpi} Kpi */

const MOST_VISIBLE = 2;

/**
 * Show *results*, one a KPI, in the order they came.
 *
 * @param {Result[]} results @param {Map<string, Kpi>} kpis by id @param {string} locale
 */
export function showFigures(results, kpis, locale) {
  const [first] = results;
  fill(byId("figures-dates"), dates(first));
  const figures = results.map((result) => figure(result, kpis.get(result.variant), locale, first));
  fill(byId("figures-list"), ...figures, howToRead());
  byId("figures").hidden = false;
}

/** @param {Result} result */
function dates({ period, comparison }) {
  if (!comparison) return writtenSpan(period);
  return say("figuresDates", { period: writtenSpan(period), other: writtenSpan(comparison.period) });
}

/**
 * @param {Result} result @param {Kpi | undefined} kpi @param {string} locale
 * @param {Result} first the one whose dates the heading has
 */
function figure(result, kpi, locale, first) {
  const told = dates(result);
  return h(
    "li",
    { class: "figure", "data-kpi": result.variant },
    h("h3", { class: "figure-title" }, kpi?.title ?? result.variant),
    h("p", { class: "figure-value" }, written(result.value, result.unit, result.currency, locale)),
    h(
      "div",
      { class: "figure-notes" },
      result.value !== null && change(result, kpi, locale),
      result.low !== null && h("p", { class: "figure-margin" }, margin(result, locale)),
      told !== dates(first) && h("p", { class: "figure-margin" }, told),
      caveats(result),
    ),
  );
}

/** Say the margin of error in plain words. @param {Result} result @param {string} locale */
export function margin({ low, high, unit, currency }, locale) {
  const ends = { low: written(low, unit, currency, locale), high: written(high, unit, currency, locale) };
  return say(high === null ? "atLeast" : "between", ends);
}

/** @param {Result} result @param {Kpi | undefined} kpi @param {string} locale */
function change({ comparison, unit, currency }, kpi, locale) {
  if (!comparison) return null;
  if (comparison.value === null || comparison.change === null) {
    return h("p", { class: "figure-change" }, say("incomparable"));
  }
  const before = say("against", { before: written(comparison.value, unit, currency, locale) });
  if (comparison.clear === false) {
    return h("p", { class: "figure-change" }, say("unclear"), " ", h("span", { class: "before" }, before));
  }
  const up = comparison.change > 0;
  const better = kpi?.better ?? "neither";
  // No difference at all goes neither way.
  const way = better === "neither" || comparison.change === 0 ? "neither" : (better === "higher") === up ? "toward" : "away";
  return h(
    "p",
    { class: `figure-change ${way}` },
    comparison.change !== 0 && arrow(up, way),
    h("span", { class: "moved" }, writtenChange(comparison.change, unit, locale)),
    " ",
    h("span", { class: "before" }, before),
    better !== "neither" && h("span", { class: "unseen" }, ` (${say(better)})`),
  );
}

/** @param {boolean} up @param {string} way */
function arrow(up, way) {
  const path = up ? "M6 1.8 11 10H1Z" : "M6 10.2 1 2h10Z";
  return s(
    "svg",
    { class: "arrow", viewBox: "0 0 12 12", "aria-hidden": "true" },
    s("path", { d: path, class: way === "away" ? "hollow" : "filled" }),
  );
}

/** Show at most two caveats and fold the rest. @param {Result} result */
export function caveats({ value, caveats: known }) {
  const said = known.map(({ message }) => message[lang]);
  if (value === null && said.length === 0) said.push(say("noReason"));
  if (said.length === 0) return null;
  const items = said.map((sentence) => h("li", {}, sentence));
  const rest = items.slice(MOST_VISIBLE);
  const more = rest.length === 1 ? say("oneMoreCaveat") : say("moreCaveats", { n: rest.length });
  return h(
    "div",
    { class: "caveats" },
    h("ul", {}, ...items.slice(0, MOST_VISIBLE)),
    rest.length > 0 && h("details", {}, h("summary", {}, more), h("ul", {}, ...rest)),
  );
}

function howToRead() {
  return h(
    "li",
    { class: "figure how" },
    h("h3", { class: "figure-title" }, say("howToRead")),
    h("div", { class: "figure-notes" }, h("p", {}, say("readMargin")), h("p", {}, say("readColour"))),
  );
}

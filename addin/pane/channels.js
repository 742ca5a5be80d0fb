/** One KPI by channel: the ranked ones, then those too small to rank, then those without a value. */

import { byId, fill, h, s } from "./dom.js";
import { lang, say } from "./language.js";
import { written } from "./numbers.js";
import { ends, linear } from "./scale.js";

/** @typedef {import("./api.js").Result} Result */
/** @typedef {import("./api.js").Kpi} Kpi */

const small = (/** @type {Result} */ { caveats }) => caveats.some(({ code }) => code === "small_sample");

/**
 * @param {Result[]} results in the order they are ranked @param {Kpi} kpi
 * @param {string | null | undefined} chosen the channel that the chart shows @param {string} locale
 */
export function showChannels(results, kpi, chosen, locale) {
  if (results.length === 0) {
    fill(byId("trend-channels"), h("p", { class: "trouble" }, say("noChannels")));
    return;
  }
  const ranked = results.filter((result) => result.value !== null && !small(result));
  const few = results.filter((result) => result.value !== null && small(result));
  const missing = results.filter(({ value }) => value === null);
  const shared = common(results);
  const domain = ends(ranked.concat(few));
  const row = (/** @type {Result} */ result) => line(result, chosen, domain, shared, locale);
  fill(
    byId("trend-channels"),
    h(
      "table",
      { class: "channels" },
      h("caption", {}, say("byChannel", { kpi: kpi.title })),
      h("thead", { class: "unseen" }, h("tr", {}, h("th", { scope: "col" }, say("channel")), h("td"), h("th", { scope: "col" }, say("value")))),
      h("tbody", {}, ...ranked.map(row)),
      few.length > 0 && h("tbody", {}, h("tr", {}, h("th", { colspan: 3, scope: "rowgroup", class: "apart" }, say("smallSamples"))), ...few.map(row)),
      missing.length > 0 && h("tbody", {}, ...missing.map(row)),
    ),
    shared.size > 0 && h("ul", { class: "legend" }, ...[...shared].map((sentence) => h("li", {}, sentence))),
  );
}

/** Return the sentences that every channel with a value would repeat. @param {Result[]} results */
function common(results) {
  const valued = results.filter(({ value }) => value !== null);
  const [first, ...others] = valued.map(({ caveats }) => new Set(caveats.map(({ message }) => message[lang])));
  return new Set(others.length > 0 ? [...first].filter((sentence) => others.every((known) => known.has(sentence))) : []);
}

/**
 * @param {Result} result @param {string | null | undefined} chosen
 * @param {[number, number]} domain @param {Set<string>} shared @param {string} locale
 */
function line(result, chosen, domain, shared, locale) {
  const { value, unit, currency, caveats, group } = result;
  const own = caveats.filter(({ code, message }) => code !== "small_sample" && !shared.has(message[lang]));
  const why = value === null ? own.slice(0, 1) : own.slice(0, 2);
  return h(
    "tr",
    { class: group.channel === chosen ? "chosen" : null, "aria-current": group.channel === chosen ? "true" : null },
    h(
      "th",
      { scope: "row", colspan: value === null ? 2 : null },
      group.channel ?? say("unassigned"),
      ...why.map(({ message }) => h("small", {}, message[lang])),
    ),
    value !== null && h("td", { "aria-hidden": "true" }, extent(result, domain)),
    h("td", { class: "number" }, written(value, unit, currency, locale)),
  );
}

/** Draw the value as a point and its margin as a line, on one scale for all. @param {Result} result @param {[number, number]} domain */
function extent({ value, low, high }, domain) {
  const x = linear(domain, [4, 76]);
  const clipped = (/** @type {number} */ end) => Math.min(76, Math.max(4, x(end)));
  return s(
    "svg",
    { class: "extent", viewBox: "0 0 80 10", width: 80, height: 10 },
    s("line", { class: "base", x1: 4, x2: 76, y1: 5, y2: 5 }),
    low !== null && s("line", { class: "whisker", x1: clipped(low), x2: high === null ? 76 : clipped(high), y1: 5, y2: 5 }),
    s("circle", { cx: clipped(Number(value)), cy: 5, r: 3 }),
  );
}

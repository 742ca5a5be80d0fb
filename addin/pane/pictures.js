/** The answers by month as pictures: one large chart, or a small one a channel, on the same scale. */

import { margin, caveats } from "./figures.js";
import { writtenMonth, writtenSpan } from "./dates.js";
import { h } from "./dom.js";
import { lang, say } from "./language.js";
import { lineChart } from "./chart.js";
import { written, writtenShort } from "./numbers.js";
import { readableChart } from "./reading.js";
import { ends, sharedEnds } from "./scale.js";

/** @typedef {import("./api.js").Result} Result */
/** @typedef {import("./api.js").Kpi} Kpi */
/** @typedef {import("./chart.js").Point} Point */

/** @param {Result} result @returns {Point} */
const point = ({ period, value, low, high, caveats: known }) => ({
  month: period.start,
  value,
  low,
  high,
  small: known.some(({ code }) => code === "small_sample"),
});

/**
 * Draw one line, readable month by month, and give its numbers in a table.
 *
 * @param {Result[]} results by month @param {Kpi} kpi @param {string | null} who a channel, or
 * all @param {string} locale
 */
export function whole(results, kpi, who, locale) {
  const points = results.map(point);
  const currency = results.find((result) => result.currency)?.currency ?? null;
  const words = described(results, kpi, who, locale);
  const frame = { ...words, domain: ends(points), axis: (/** @type {number} */ value) => writtenShort(value, kpi.unit, currency, locale) };
  const read = ({ month }) => reading(/** @type {Result} */ (results.find(({ period }) => period.start === month)), locale);
  if (points.every(({ value }) => value === null)) {
    return h("div", {}, h("p", { class: "trouble" }, say("chartEmpty")), results[0] && caveats(results[0]));
  }
  return h("figure", { class: "picture" }, readableChart(points, frame, read), legend(points), numbers(results, kpi, locale));
}

/**
 * Draw a small chart a channel, in the order they are ranked, the ones without any value named below.
 *
 * @param {Result[]} unordered by month and channel @param {Result[]} ranked by channel
 * @param {Kpi} kpi @param {string} locale
 */
export function panels(unordered, ranked, kpi, locale) {
  const ranks = new Map(ranked.map(({ group }, i) => [group.channel, i]));
  const rank = (/** @type {Result} */ { group }) => ranks.get(group.channel) ?? ranks.size;
  const results = unordered.toSorted((a, b) => rank(a) - rank(b) || a.period.start.localeCompare(b.period.start));
  const groups = Map.groupBy(results, ({ group }) => group.channel);
  const drawn = [...groups].filter(([, found]) => found.some(({ value }) => value !== null));
  const silent = [...groups.keys()].filter((channel) => !drawn.some(([other]) => other === channel));
  const points = drawn.flatMap(([, found]) => found.map(point));
  const currency = results.find((result) => result.currency)?.currency ?? null;
  const domain = sharedEnds(points.map(({ value }) => value));
  const beyond = points.some(({ value }) => value !== null && (value > domain[1] || value < domain[0]));
  const axis = (/** @type {number} */ value) => writtenShort(value, kpi.unit, currency, locale);
  const panel = ([channel, found]) => {
    const name = channel ?? say("unassigned");
    const words = described(found, kpi, name, locale);
    const { svg } = lineChart(found.map(point), { ...words, domain, axis, width: 250, height: 150, compact: true });
    return h("li", {}, h("h3", {}, name), svg);
  };
  const named = silent.map((channel) => channel ?? say("unassigned")).join(", ");
  return h(
    "figure",
    { class: "picture" },
    drawn.length > 0 ? h("ul", { class: "panels" }, ...drawn.map(panel)) : h("p", { class: "trouble" }, say("chartEmpty")),
    silent.length > 0 && h("p", { class: "legend" }, say("noPanels", { who: named })),
    legend(points, beyond),
    numbers(results, kpi, locale),
  );
}

/** @param {Result[]} results @param {Kpi} kpi @param {string | null} who @param {string} locale */
function described(results, kpi, who, locale) {
  const known = results.filter(({ value }) => value !== null);
  const days = results.map(({ period }) => period);
  const period = days.length > 0 ? writtenSpan({ start: days[0].start, end: days[days.length - 1].end }) : "";
  const title = say(who === null ? "chartTitle" : "chartTitleFor", { kpi: kpi.title, period, who: who ?? "" });
  if (known.length === 0) return { title, desc: say("chartEmpty") };
  const sorted = known.toSorted((a, b) => Number(a.value) - Number(b.value));
  const [low, high, last] = [sorted[0], sorted[sorted.length - 1], known[known.length - 1]];
  const value = (/** @type {Result} */ found) => written(found.value, found.unit, found.currency, locale);
  const when = (/** @type {Result} */ found) => writtenMonth(found.period.start);
  const desc = say("chartDesc", {
    n: known.length,
    low: value(low),
    lowWhen: when(low),
    high: value(high),
    highWhen: when(high),
    last: value(last),
    lastWhen: when(last),
  });
  return { title, desc };
}

/** @param {Result} result @param {string} locale */
function reading(result, locale) {
  const value = written(result.value, result.unit, result.currency, locale);
  const why = result.value === null ? result.caveats[0]?.message[lang] ?? say("noReason") : "";
  const said = result.low === null ? why : margin(result, locale);
  const when = writtenMonth(result.period.start);
  return `${when}${lang === "fr" ? "\u00a0" : ""}: ${value}${said ? ` · ${said}` : ""}`;
}

/** Say what the marks of a picture mean, those that it has. @param {Point[]} points @param {boolean} [beyond] */
function legend(points, beyond = false) {
  const said = [
    points.some(({ low }) => low !== null) && say("legendBand"),
    points.some(({ small }) => small) && say("legendHollow"),
    beyond && say("legendBeyond"),
    points.some(({ value }) => value === null) && say("legendGap"),
  ].filter(Boolean);
  return said.length > 0 && h("p", { class: "legend" }, said.join(" · "));
}

/** @param {Result[]} results @param {Kpi} kpi @param {string} locale */
function numbers(results, kpi, locale) {
  const split = results.some(({ group }) => "channel" in group);
  const titles = [split && say("channel"), say("month"), say("value"), say("margin"), say("toKnow")].filter(Boolean);
  const rows = results.map((result) => {
    const { low, high, unit, currency } = result;
    const ends_ = { low: written(low, unit, currency, locale), high: written(high, unit, currency, locale) };
    const range = low === null ? "" : say(high === null ? "openRange" : "range", ends_);
    return h(
      "tr",
      {},
      split && h("th", { scope: "row" }, result.group.channel ?? say("unassigned")),
      h(split ? "td" : "th", split ? {} : { scope: "row" }, writtenMonth(result.period.start)),
      h("td", { class: "number" }, written(result.value, unit, currency, locale)),
      h("td", { class: "number" }, range),
      h("td", {}, result.caveats.map(({ message }) => message[lang]).join(" ")),
    );
  });
  const head = h("tr", {}, ...titles.map((title) => h("th", { scope: "col" }, title)));
  const table = h("table", {}, h("caption", { class: "unseen" }, kpi.title), h("thead", {}, head), h("tbody", {}, ...rows));
  const scroll = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("asTable") }, table);
  return h("details", {}, h("summary", {}, say("asTable")), scroll);
}

/**
 * The picture of a reply: lines with their margins of error, ranked bars, a funnel.
 *
 * @typedef {import("./api.js").Chart} Chart
 * @typedef {import("./api.js").Mark} Mark
 * @typedef {{chart: Chart, locale: string, width: number}} Drawing
 */

import { h, s } from "./dom.js";
import { say } from "./language.js";
import { written, writtenShort } from "./numbers.js";
import { ends, linear, marks } from "./scale.js";

const MOST_SERIES = 8;
/** More bands than this hide each other. */
const MOST_BANDS = 2;
const LETTER = 6.6;
const NARROW = 440;
const BAR = 34;
const STACKED = 46;

let drawings = 0;

/** Draw *chart*, again whenever its width changes. @param {Chart} chart @param {string} locale @returns {HTMLElement} */
export function drawn(chart, locale) {
  const draw = { line: lines, bar: bars, funnel }[chart.kind];
  const stage = h("div", { class: "stage" });
  const series = chart.series.slice(0, MOST_SERIES);
  const show = (/** @type {number} */ width) => stage.replaceChildren(draw({ chart: { ...chart, series }, locale, width }));
  let drawnAt = 640;
  show(drawnAt);
  new ResizeObserver(([{ contentRect }]) => {
    const width = Math.min(Math.floor(contentRect.width), 880);
    if (width > 0 && width !== drawnAt) show((drawnAt = width));
  }).observe(stage);
  return h("figure", { class: "picture drawn" }, h("figcaption", {}, chart.title), stage, series.length > 1 && keys(series.map(({ name }) => name)), legend(chart.kind, series));
}

/** @param {string[]} names */
const keys = (names) => h("ul", { class: "keys" }, ...names.map((name, i) => h("li", {}, s("svg", { class: `series-${i}`, viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" }, sign(i, 6, 6, 4)), name)));

/** Say what the marks mean, those that there are. @param {Chart["kind"]} kind @param {Chart["series"]} series */
function legend(kind, series) {
  const points = series.flatMap((one) => one.points);
  const ranged = points.some(({ low }) => low !== null);
  const said = [
    ranged && kind === "line" && series.length <= MOST_BANDS && say("legendBand"),
    ranged && kind === "bar" && say("legendWhisker"),
    kind === "line" && points.some(({ value }) => value === null) && say("legendGap"),
  ].filter(Boolean);
  return said.length > 0 && h("p", { class: "legend" }, said.join(" · "));
}

/** @param {Drawing} drawing @param {number} height @param {...any} children */
function framed({ chart, locale, width }, height, ...children) {
  const id = `drawing-${(drawings += 1)}`;
  const value = (/** @type {number | null} */ number) => written(number, chart.unit, chart.currency, locale);
  const told = chart.series.map(({ name, points }) => {
    const known = points.filter((point) => point.value !== null);
    if (known.length === 0) return `${name}, ${say("chartEmpty")}`;
    const sorted = known.toSorted((a, b) => Number(a.value) - Number(b.value));
    const [low, high, last] = [sorted[0], sorted[sorted.length - 1], known[known.length - 1]];
    if (chart.kind !== "line") return points.map((point) => `${point.label}, ${value(point.value)}`).join("; ");
    return say("lineDesc", { name, low: value(low.value), lowWhen: low.label, high: value(high.value), highWhen: high.label, last: value(last.value), lastWhen: last.label });
  });
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-labelledby": `${id}-title ${id}-desc` },
    s("title", { id: `${id}-title` }, chart.title),
    s("desc", { id: `${id}-desc` }, told.join(" ")),
    ...children,
  );
}

/** @param {Drawing} drawing */
function lines(drawing) {
  const { chart, locale, width } = drawing;
  const names = merged(chart.series.map(({ points }) => points.map(({ label }) => label)));
  const at = new Map(names.map((name, i) => [name, i]));
  const height = width < NARROW ? 240 : 320;
  const shown = chart.series.length > MOST_BANDS ? chart.series.map(bare) : chart.series;
  const domain = ends(shown.flatMap(({ points }) => points));
  const ticks = marks(...domain, width < NARROW ? 4 : 6);
  const labels = ticks.map((tick) => writtenShort(tick, chart.unit, chart.currency, locale));
  const left = 10 + Math.max(...labels.map((label) => label.length)) * LETTER;
  const box = { left, right: width - 12, top: 12, bottom: height - 26 };
  const x = linear([0, Math.max(names.length - 1, 1)], [box.left + 6, box.right - 6]);
  const y = linear(domain, [box.bottom, box.top]);
  const id = `clip-${(drawings += 1)}`;
  return framed(
    drawing,
    height,
    s("clipPath", { id }, s("rect", { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top })),
    ...ticks.map((tick, i) => s("g", { class: tick === 0 ? "mark zero" : "mark" }, s("line", { x1: box.left, x2: box.right, y1: y(tick), y2: y(tick) }), s("text", { x: box.left - 8, y: y(tick), dy: "0.32em", "text-anchor": "end" }, labels[i]))),
    ...whens(names, x, box),
    ...shown.map(({ points }, i) => {
      const placed = points.map((point) => ({ ...point, x: x(at.get(point.label) ?? 0), i: at.get(point.label) ?? 0 }));
      return s(
        "g",
        { class: `series-${i}` },
        s("g", { "clip-path": `url(#${id})` }, s("path", { class: "band", d: band(placed, y) }), s("path", { class: "line", d: path(placed, y) })),
        ...placed.flatMap(({ value, x: across }) => (value === null ? [] : [sign(i, across, y(value), chart.series.length > 1 ? 3.6 : 3)])),
      );
    }),
  );
}

/** @param {Chart["series"][number]} series */
const bare = ({ name, points }) => ({ name, points: points.map((point) => ({ ...point, low: null, high: null })) });

/** Name as many moments as can be read, the last one always. @param {string[]} names @param {(i: number) => number} x @param {{right: number, bottom: number}} box */
function whens(names, x, { right, bottom }) {
  // The last name stands to the left of its moment, and so nearer to the one before it.
  const room = Math.max(...names.map((name) => name.length), 1) * LETTER * 1.3 + 14;
  const step = names.length > 1 ? x(1) - x(0) : right;
  const every = Math.max(1, Math.ceil(room / Math.max(step, 1)));
  return names.flatMap((name, i) => {
    if ((names.length - 1 - i) % every !== 0) return [];
    const anchor = i === names.length - 1 && names.length > 1 ? "end" : "middle";
    const across = anchor === "end" ? Math.min(right, x(i) + 6) : x(i);
    // What would stand in the margin is left out.
    if (anchor === "middle" && names.length > 1 && across - (name.length * LETTER) / 2 < 0) return [];
    return [s("text", { class: "when", x: across, y: bottom + 18, "text-anchor": anchor }, name)];
  });
}

/** Put lists of the same moments together, each new one after its neighbour. @param {string[][]} lists */
function merged(lists) {
  /** @type {string[]} */
  const all = [];
  for (const list of lists) {
    let after = -1;
    for (const name of list) {
      const found = all.indexOf(name);
      if (found < 0) all.splice((after += 1), 0, name);
      else after = found;
    }
  }
  return all;
}

/** @typedef {Mark & {x: number, i: number}} Placed */

/** Return the runs of neighbours that have what *has* asks for. @param {Placed[]} points @param {(point: Placed) => boolean} has */
function runs(points, has) {
  /** @type {Placed[][]} */
  const found = [];
  for (const point of points.filter(has)) {
    const run = found.at(-1);
    if (run && run[run.length - 1].i === point.i - 1) run.push(point);
    else found.push([point]);
  }
  return found;
}

/** @param {Placed[]} points @param {(v: number) => number} y */
const path = (points, y) =>
  runs(points, ({ value }) => value !== null)
    .map((run) => `M${run.map(({ x, value }) => `${x},${y(Number(value))}`).join("L")}`)
    .join("");

/** @param {Placed[]} points @param {(v: number) => number} y */
const band = (points, y) =>
  runs(points, ({ low, high }) => low !== null && high !== null)
    .map((run) => `M${[...run.map(({ x, high }) => `${x},${y(Number(high))}`), ...run.map(({ x, low }) => `${x},${y(Number(low))}`).reverse()].join("L")}Z`)
    .join("");

/** Draw the sign of a series, so that colour is never alone to tell. @param {number} i @param {number} x @param {number} y @param {number} r */
function sign(i, x, y, r) {
  const shapes = [
    () => s("circle", { class: "dot", cx: x, cy: y, r }),
    () => s("path", { class: "dot", d: `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}z` }),
    () => s("path", { class: "dot", d: `M${x},${y - r * 1.3}l${r * 1.3},${r * 1.3}l${-r * 1.3},${r * 1.3}l${-r * 1.3},${-r * 1.3}z` }),
    () => s("path", { class: "dot", d: `M${x},${y - r * 1.2}l${r * 1.2},${r * 2.2}h${-r * 2.4}z` }),
  ];
  return shapes[i % shapes.length]();
}

/** Cut *text* to *room* pixels. @param {string} text @param {number} room */
const cut = (text, room) => (text.length * LETTER > room ? `${text.slice(0, Math.max(1, Math.floor(room / LETTER) - 1))}…` : text);

/** A name, whole for whoever points at it. @param {string} name @param {number} room @param {Record<string, any>} place */
const named = (name, room, place) => s("text", { class: "name", ...place }, s("title", {}, name), cut(name, room));

/** @param {Drawing} drawing */
function bars(drawing) {
  const { chart, locale, width } = drawing;
  const points = chart.series[0]?.points ?? [];
  const values = points.map(({ value }) => written(value, chart.unit, chart.currency, locale));
  const right = width - 22 - Math.max(...values.map((text) => text.length), 1) * LETTER;
  const stacked = width < NARROW;
  const longest = Math.max(...points.map(({ label }) => label.length), 1) * LETTER + 12;
  const left = stacked ? 2 : Math.min(longest, width * 0.32);
  const row = stacked ? STACKED : BAR;
  const x = linear(ends(points), [left, right]);
  const clipped = (/** @type {number} */ value) => Math.max(left, Math.min(right, x(value)));
  return framed(
    drawing,
    points.length * row + 8,
    ...points.map(({ label, value, low, high }, i) => {
      const middle = i * row + (stacked ? 32 : row / 2) + 4;
      const half = stacked ? 7 : 9;
      const [from, to] = [clipped(0), clipped(value ?? 0)];
      return s(
        "g",
        { class: "series-0" },
        stacked ? named(label, width - 4, { x: 2, y: middle - 14 }) : named(label, left - 10, { x: left - 10, y: middle, dy: "0.32em", "text-anchor": "end" }),
        value !== null && s("rect", { class: "bar-mark", x: Math.min(from, to), y: middle - half, width: Math.max(1, Math.abs(to - from)), height: half * 2, rx: 2 }),
        low !== null && s("path", { class: "whisker", d: whisker(clipped(low), high === null ? right : clipped(high), middle, high !== null && x(high) <= right) }),
        s("text", { class: "amount", x: width - 2, y: middle, dy: "0.32em", "text-anchor": "end" }, values[i]),
      );
    }),
    s("line", { class: "base", x1: clipped(0), x2: clipped(0), y1: 4, y2: points.length * row + 4 }),
  );
}

/** @param {number} from @param {number} to @param {number} y @param {boolean} closed */
const whisker = (from, to, y, closed) => `M${from},${y - 4}v8M${from},${y}H${to}${closed ? `M${to},${y - 4}v8` : ""}`;

/** @param {Drawing} drawing */
function funnel(drawing) {
  const { chart, locale, width } = drawing;
  const points = chart.series[0]?.points ?? [];
  const most = Math.max(...points.map(({ value }) => value ?? 0), 1);
  const middle = width / 2;
  const half = linear([0, most], [0, middle - 4]);
  const row = 58;
  const spread = (/** @type {number | null} */ value) => Math.max(half(Math.max(value ?? 0, 0)), 1);
  return framed(
    drawing,
    points.length * row,
    ...points.map(({ label, value }, i) => {
      const [top, bottom] = [i * row + 22, i * row + 46];
      const wide = spread(value);
      const next = points[i + 1] && spread(points[i + 1].value);
      return s(
        "g",
        { class: "series-0" },
        named(`${label} · ${written(value, chart.unit, chart.currency, locale)}`, width - 8, { x: middle, y: top - 7, "text-anchor": "middle" }),
        s("rect", { class: "bar-mark", x: middle - wide, y: top, width: wide * 2, height: bottom - top, rx: 2 }),
        next && s("path", { class: "band", d: `M${middle - wide},${bottom}L${middle + wide},${bottom}L${middle + next},${top + row}L${middle - next},${top + row}Z` }),
      );
    }),
  );
}

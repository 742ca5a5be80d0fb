/**
 * A line by month, drawn by hand: gaps where there is no value, a band for the margin of error.
 *
 * @typedef {{month: string, value: number | null, low: number | null, high: number | null,
 *   small: boolean}} Point
 * @typedef {{width: number, height: number, domain: [number, number], compact: boolean,
 *   title: string, desc: string, axis: (value: number) => string}} Frame
 */

import { s } from "./dom.js";
import { monthName } from "./dates.js";
import { linear, marks } from "./scale.js";

let drawn = 0;

/**
 * Draw *points*, evenly spaced.
 *
 * @param {Point[]} points @param {Frame} frame
 * @returns {{svg: SVGElement, x: (i: number) => number, y: (value: number) => number}}
 */
export function lineChart(points, frame) {
  const { width, height, compact } = frame;
  const ticks = marks(...frame.domain, compact ? 2 : 6);
  const labels = ticks.map(frame.axis);
  const left = 10 + Math.max(...labels.map((label) => label.length)) * (compact ? 5.8 : 6.6);
  const box = { left, right: width - (compact ? 6 : 10), top: compact ? 8 : 12, bottom: height - (compact ? 20 : 36) };
  const x = linear([0, Math.max(points.length - 1, 1)], [box.left + 6, box.right - 6]);
  const y = linear(frame.domain, [box.bottom, box.top]);
  const id = `chart-${(drawn += 1)}`;
  const svg = s(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-labelledby": `${id}-title ${id}-desc` },
    s("title", { id: `${id}-title` }, frame.title),
    s("desc", { id: `${id}-desc` }, frame.desc),
    s("clipPath", { id: `${id}-clip` }, s("rect", { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top })),
    ...ticks.map((tick, i) => mark(y(tick), labels[i], box, tick === 0)),
    ...months(points, x, box, compact),
    s(
      "g",
      { "clip-path": `url(#${id}-clip)` },
      s("path", { class: "band", d: band(points, x, y, compact) }),
      s("path", { class: "line", d: line(points, x, y) }),
    ),
    ...dots(points, x, y, box, compact),
  );
  return { svg, x, y };
}

/** @param {number} at @param {string} label @param {{left: number, right: number}} box @param {boolean} zero */
function mark(at, label, { left, right }, zero) {
  return s(
    "g",
    { class: zero ? "mark zero" : "mark" },
    s("line", { x1: left, x2: right, y1: at, y2: at }),
    s("text", { x: left - 8, y: at, dy: "0.32em", "text-anchor": "end" }, label),
  );
}

/**
 * Name months as densely as they can be read, and years under the first of each.
 *
 * @param {Point[]} points @param {(i: number) => number} x
 * @param {{left: number, right: number, bottom: number}} box @param {boolean} compact
 */
function months(points, x, { left, right, bottom }, compact) {
  const room = (right - left) / Math.max(points.length, 1);
  if (compact) {
    return points.flatMap(({ month }, i) =>
      month.slice(5, 7) === "01" ? [s("text", { class: "when", x: x(i), y: bottom + 15, "text-anchor": "middle" }, month.slice(0, 4))] : [],
    );
  }
  const every = [1, 2, 3, 6, 12].find((n) => n * room >= 44) ?? 12;
  return points.flatMap(({ month }, i) => {
    const number = Number(month.slice(5, 7)) - 1;
    // The first year is named where the next one leaves it room.
    const year = number === 0 || (i === 0 && (12 - number) * room >= 44);
    return [
      number % every === 0 && s("text", { class: "when", x: x(i), y: bottom + 17, "text-anchor": "middle" }, monthName(month)),
      year && s("text", { class: "when year", x: x(i), y: bottom + 32, "text-anchor": "middle" }, month.slice(0, 4)),
    ].filter(Boolean);
  });
}

/** Return the runs of neighbouring points that have what *has* asks for. @param {Point[]} points @param {(p: Point) => boolean} has */
function runs(points, has) {
  /** @type {number[][]} */
  const found = [];
  points.forEach((point, i) => {
    if (!has(point)) return;
    if (found.at(-1)?.at(-1) === i - 1) found.at(-1)?.push(i);
    else found.push([i]);
  });
  return found;
}

/** @param {Point[]} points @param {(i: number) => number} x @param {(v: number) => number} y */
function line(points, x, y) {
  return runs(points, ({ value }) => value !== null)
    .map((run) => `M${run.map((i) => `${x(i)},${y(Number(points[i].value))}`).join("L")}`)
    .join("");
}

/**
 * A small chart leaves out the band of a small sample, which would fill it.
 *
 * @param {Point[]} points @param {(i: number) => number} x @param {(v: number) => number} y
 * @param {boolean} compact
 */
function band(points, x, y, compact) {
  return runs(points, ({ low, high, small }) => low !== null && high !== null && !(compact && small))
    .map((run) => {
      const over = run.map((i) => `${x(i)},${y(Number(points[i].high))}`);
      const under = run.map((i) => `${x(i)},${y(Number(points[i].low))}`).reverse();
      return `M${[...over, ...under].join("L")}Z`;
    })
    .join("");
}

/**
 * Mark every month on a large chart; on a small one only what a line cannot show. A value beyond
 * the scale stands on its edge, as an arrow.
 *
 * @param {Point[]} points @param {(i: number) => number} x @param {(v: number) => number} y
 * @param {{top: number, bottom: number}} box @param {boolean} compact
 */
function dots(points, x, y, { top, bottom }, compact) {
  const alone = new Set(runs(points, ({ value }) => value !== null).filter((run) => run.length === 1).flat());
  return points.flatMap(({ value, small }, i) => {
    if (value === null) return [];
    const [across, down] = [x(i), y(value)];
    if (down < top - 0.5) return [s("path", { class: "beyond", d: `M${across},${top}l4,7h-8z` })];
    if (down > bottom + 0.5) return [s("path", { class: "beyond", d: `M${across},${bottom}l4,-7h-8z` })];
    if (compact && !small && !alone.has(i)) return [];
    return [s("circle", { class: small ? "dot small" : "dot", cx: across, cy: down, r: compact ? 2.2 : 3 })];
  });
}

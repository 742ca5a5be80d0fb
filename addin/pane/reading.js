/** A large chart that can be read month by month, with a pointer or with the arrow keys. */

import { h, s } from "./dom.js";
import { say } from "./language.js";
import { lineChart } from "./chart.js";

/**
 * Return the chart with its readout, drawn again when its width changes.
 *
 * @param {import("./chart.js").Point[]} points
 * @param {Omit<import("./chart.js").Frame, "width" | "height" | "compact">} frame
 * @param {(point: import("./chart.js").Point) => string} read says one month in words
 */
export function readableChart(points, frame, read) {
  const readout = h("output", { class: "readout" });
  const stage = h("div", { class: "stage", tabindex: "0", role: "group", "aria-label": `${frame.title}. ${say("chartKeys")}` });
  let at = points.findLastIndex(({ value }) => value !== null);
  /** @type {ReturnType<typeof lineChart> | undefined} */
  let chart;
  let cursor = s("g", {});

  const point = () => {
    const shown = points[at];
    if (!chart || !shown) return;
    readout.textContent = read(shown);
    const x = chart.x(at);
    const height = chart.svg.getAttribute("height");
    const next = s(
      "g",
      { class: "cursor", "aria-hidden": "true" },
      s("line", { x1: x, x2: x, y1: 8, y2: Number(height) - 36 }),
      shown.value !== null && s("circle", { cx: x, cy: chart.y(shown.value), r: 5 }),
    );
    cursor.replaceWith(next);
    cursor = next;
  };
  const draw = (/** @type {number} */ width) => {
    chart = lineChart(points, { ...frame, width, height: width < 480 ? 240 : 380, compact: false });
    cursor = s("g", {});
    chart.svg.append(cursor);
    stage.replaceChildren(chart.svg);
    point();
  };
  stage.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (!chart) return;
    const place = event.clientX - stage.getBoundingClientRect().left;
    const step = chart.x(1) - chart.x(0) || 1;
    at = Math.min(points.length - 1, Math.max(0, Math.round((place - chart.x(0)) / step)));
    point();
  });
  stage.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    at = Math.min(points.length - 1, Math.max(0, at + step));
    point();
  });
  let drawnAt = 0;
  new ResizeObserver(([{ contentRect }]) => {
    const width = Math.floor(contentRect.width);
    if (width > 0 && width !== drawnAt) draw((drawnAt = width));
  }).observe(stage);
  return h("div", { class: "reading" }, readout, stage);
}

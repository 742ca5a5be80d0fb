/** One KPI month by month: what is asked, in the controls and in the address, and its answer. */

import { query, Trouble } from "./api.js";
import { showChannels } from "./channels.js";
import { monthsUpTo, writtenSpan } from "./dates.js";
import { byId, fill, h } from "./dom.js";
import { say } from "./language.js";
import { panels, whole } from "./pictures.js";

/** @typedef {import("./api.js").Kpi} Kpi */
/** @typedef {import("./api.js").Result} Result */
/** @typedef {{kpi: string, period: string, channel: string, split: boolean}} Asked */

const MONTHS = [12, 24, 36];
/** How the controls and the address say a channel: "" for all, "=" and its name for one, "=" for none. */
const ALL = "";
const valueOf = (/** @type {string | null} */ channel) => `=${channel ?? ""}`;

/**
 * Show the controls and the KPI that the address asks for.
 *
 * @param {Map<string, Kpi>} kpis by id @param {string[]} focus @param {string} end the last day
 * of the default period @param {string} locale
 */
export function showTrend(kpis, focus, end, locale) {
  const asked = read(kpis, focus);
  const form = byId("trend-controls");
  fill(form, ...controls(kpis, focus, asked));
  byId("trend").hidden = false;
  /** @type {(string | null)[]} */
  let channels = [];
  let turn = 0;

  const show = async () => {
    const mine = (turn += 1);
    const now = { ...asked };
    byId("trend").setAttribute("aria-busy", "true");
    try {
      const found = await answers(now, end);
      // A slow answer must not replace the one to a later question.
      if (mine !== turn) return;
      const kpi = /** @type {Kpi} */ (kpis.get(now.kpi));
      const period = spanOf(found.monthly);
      fill(byId("trend-dates"), period ? writtenSpan(period) : "");
      channels = merged(channels, found.channels);
      fill(form.elements.channel, ...channelOptions(channels, now.channel));
      fill(byId("trend-chart"), now.split ? panels(found.monthly, found.channels, kpi, locale) : whole(found.monthly, kpi, who(now), locale));
      showChannels(found.channels, kpi, member(now.channel), locale);
    } catch (error) {
      if (!(error instanceof Trouble) || mine !== turn) throw error;
      fill(byId("trend-chart"), h("p", { class: "trouble", role: "alert" }, error.message));
      fill(byId("trend-channels"));
    } finally {
      if (mine === turn) byId("trend").removeAttribute("aria-busy");
    }
  };
  form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
  form.addEventListener("change", () => {
    const { kpi, period, channel, split } = form.elements;
    // Every channel apart, or one of them: not both.
    if (split.checked && asked.channel !== ALL && !asked.split) channel.value = ALL;
    if (channel.value !== ALL) split.checked = false;
    Object.assign(asked, { kpi: kpi.value, period: period.value, channel: channel.value, split: split.checked });
    write(asked);
    return show();
  });
  return show();
}

/** @param {Asked} asked @param {string} end */
async function answers({ kpi, period, channel, split }, end) {
  const kpis = [kpi];
  const dates = Number(period) ? monthsUpTo(end, Number(period)) : period.replace("-", " ");
  const filters = channel === ALL ? {} : { channel: [member(channel)] };
  const [monthly, channels] = await Promise.all([
    query({ kpis, period: dates, grain: "month", filters, by: split ? ["channel"] : [] }),
    query({ kpis, period: dates, by: ["channel"] }),
  ]);
  return { monthly, channels };
}

/** @param {string} channel @returns {string | null | undefined} undefined for all of them */
function member(channel) {
  return channel === ALL ? undefined : channel.slice(1) || null;
}

/** @param {Asked} asked */
function who({ channel }) {
  return channel === ALL ? null : channel.slice(1) || say("unassigned");
}

/** @param {Result[]} monthly */
function spanOf(monthly) {
  const days = monthly.flatMap(({ period }) => [period.start, period.end]).sort();
  return days.length > 0 ? { start: days[0], end: days[days.length - 1] } : null;
}

/** @param {(string | null)[]} known @param {Result[]} found */
function merged(known, found) {
  const all = new Set([...known, ...found.map(({ group }) => group.channel)]);
  return [...all].sort((a, b) => (a ?? "\uffff").localeCompare(b ?? "\uffff"));
}

/** @param {Map<string, Kpi>} kpis @param {string[]} focus @param {Asked} asked */
function controls(kpis, focus, asked) {
  const measured = [...kpis.values()].filter((kpi) => kpi.measured);
  const rest = measured.filter(({ id }) => !focus.includes(id)).sort((a, b) => a.title.localeCompare(b.title));
  const first = focus.flatMap((id) => kpis.get(id) ?? []);
  const option = (/** @type {string} */ value, /** @type {string} */ text, /** @type {string} */ chosen) =>
    h("option", { value, selected: value === chosen }, text);
  const named = (/** @type {Kpi[]} */ list) => list.map(({ id, title }) => option(id, title, asked.kpi));
  return [
    field(say("kpi"), "kpi", h("optgroup", { label: say("figures") }, ...named(first)), h("optgroup", { label: say("allKpis") }, ...named(rest))),
    field(
      say("period"),
      "period",
      ...MONTHS.map((n) => option(String(n), say("months", { n }), asked.period)),
      option("this-year", say("thisYear"), asked.period),
      option("last-year", say("lastYear"), asked.period),
    ),
    field(say("channel"), "channel", ...channelOptions([], asked.channel)),
    h("label", { class: "check" }, h("input", { type: "checkbox", name: "split", checked: asked.split }), say("breakdown")),
  ];
}

/** @param {string} label @param {string} name @param {...Node} options */
const field = (label, name, ...options) => h("label", {}, h("span", {}, label), h("select", { name }, ...options));

/** @param {(string | null)[]} channels @param {string} chosen */
function channelOptions(channels, chosen) {
  const named = channels.map((name) => [valueOf(name), name ?? say("unassigned")]);
  // The one that the address asks for is offered, whether or not it has data in this period.
  if (chosen !== ALL && !named.some(([value]) => value === chosen)) named.push([chosen, chosen.slice(1)]);
  return [[ALL, say("allChannels")], ...named].map(([value, text]) => h("option", { value, selected: value === chosen }, text));
}

/** Read what the address asks for. @param {Map<string, Kpi>} kpis @param {string[]} focus @returns {Asked} */
function read(kpis, focus) {
  const asked = new URLSearchParams(location.search);
  const kpi = kpis.get(asked.get("kpi") ?? "");
  const period = asked.get("period") ?? "";
  const known = [...MONTHS.map(String), "this-year", "last-year"].includes(period);
  const fallback = focus.includes("cpl") ? "cpl" : focus[0];
  const said = asked.get("channel") ?? ALL;
  const channel = said.startsWith("=") ? said : ALL;
  return {
    kpi: kpi?.measured ? kpi.id : fallback,
    period: known ? period : "24",
    channel,
    split: asked.get("split") === "channel" && channel === ALL,
  };
}

/** Keep what is asked in the address, so that a view can be sent to a colleague. @param {Asked} asked */
function write({ kpi, period, channel, split }) {
  const parameters = new URLSearchParams(location.search);
  const said = { kpi, period, channel: channel === ALL ? null : channel, split: split ? "channel" : null };
  for (const [name, value] of Object.entries(said)) {
    if (value === null) parameters.delete(name);
    else parameters.set(name, value);
  }
  history.replaceState(null, "", `?${parameters}`);
  dispatchEvent(new Event("viewchange"));
}

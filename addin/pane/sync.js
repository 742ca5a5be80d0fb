/** The sheets that keep themselves: when each is due, how its last runs went, what cures an error. */

import { changeSheet, syncStatus, Trouble } from "./api.js";
import { writtenDay } from "./dates.js";
import { announce, byId, fill, h } from "./dom.js";
import { lang, say } from "./language.js";
import { written } from "./numbers.js";
import { offerSync, syncShown } from "./views.js";

/** @typedef {import("./api.js").Run} Run */
/** @typedef {import("./api.js").SyncedSheet} SyncedSheet */
/** @typedef {import("./api.js").SyncStatus} SyncStatus */
/** @typedef {keyof typeof import("./words.js").WORDS} Name */

/** How often the page asks again while it is looked at, in milliseconds: often while a run goes on. */
const SOON = 2_000;
const LATER = 20_000;

/** @type {Record<NonNullable<Run["outcome"]>, Name>} */
const OUTCOMES = { unchanged: "syncUnchanged", same: "syncSame", written: "syncWritten", held: "syncHeld", failed: "syncFailed" };

let locale = "en-US";
/** @type {number | undefined} */
let waiting;

/** Show the sheets, if there are any and whoever reads may see them. @param {string} as how numbers are written */
export async function showSync(as) {
  locale = as;
  try {
    const told = await syncStatus();
    if (told.sheets.length === 0 && told.alerts.length === 0) return;
    show(told);
    byId("sync").hidden = false;
    offerSync();
    addEventListener("viewchange", look);
    document.addEventListener("visibilitychange", look);
    wait(told);
  } catch (error) {
    // A key for cells only opens no status: the page has no such view then.
    if (!(error instanceof Trouble)) throw error;
  }
}

/** Ask again, if the view is looked at. */
async function look() {
  clearTimeout(waiting);
  if (!syncShown() || document.hidden) return;
  try {
    const told = await syncStatus();
    fill(byId("sync-trouble"));
    show(told);
    wait(told);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    fill(byId("sync-trouble"), error.message);
    waiting = setTimeout(look, LATER);
  }
}

/** @param {SyncStatus} told */
function wait({ sheets }) {
  const going = sheets.some(({ runs }) => runs.some(({ state }) => state === "running"));
  clearTimeout(waiting);
  waiting = setTimeout(look, going ? SOON : LATER);
}

/** @param {SyncStatus} told */
function show({ sheets, alerts, fresh_to: fresh, timezone, may_change: may }) {
  fill(byId("sync-fresh"), fresh && say("freshAll", { day: writtenDay(fresh) }));
  fill(
    byId("sync-alerts"),
    ...alerts.map(({ said, words, since }) =>
      h("li", {}, h("p", { class: "sync-since" }, say("syncAlert", { when: moment(since, timezone) })), h("p", {}, h("strong", {}, begun(said[lang]))), h("p", {}, words[lang])),
    ),
  );
  const focused = document.activeElement?.getAttribute("data-act");
  fill(byId("sync-sheets"), ...sheets.map((sheet) => shown(sheet, timezone, may)));
  if (focused) keepFocus(focused);
}

/** Whoever works by keyboard stays on the button that was pressed, or beside it while it is off. @param {string} act */
function keepFocus(act) {
  const find = (/** @type {string} */ which) => /** @type {HTMLElement | null} */ (document.querySelector(`[data-act${which}]:enabled`));
  (find(`="${act}"`) ?? find(`^="${act.split(" ")[0]} "`))?.focus();
}

/** @param {SyncedSheet} sheet @param {string} workspaceZone @param {boolean} may */
function shown(sheet, workspaceZone, may) {
  const { title, link, schedule, paused, runs } = sheet;
  const zone = schedule?.timezone ?? workspaceZone;
  const last = runs.find(({ state }) => state !== "skipped");
  return h(
    "li",
    { class: "sync-sheet" },
    h(
      "div",
      { class: "sync-head" },
      h("h3", { class: "sync-name" }, link ? h("a", { href: link, rel: "noreferrer", target: "_blank" }, title) : title, paused && " ", paused && h("span", { class: "sync-badge" }, say("syncPaused"))),
      may && buttons(sheet, last?.state === "running"),
    ),
    h("ul", { class: "sync-facts" }, ...facts(sheet, zone).map((fact) => h("li", {}, fact))),
    last?.error && h("p", { class: "sync-error" }, h("strong", {}, say(last.outcome === "held" ? "syncHeld" : "syncFailed")), " ", last.error[lang]),
    runs.length > 0 ? table(title, runs, zone) : h("p", { class: "soft" }, say("syncNeverRan")),
  );
}

/** @param {SyncedSheet} sheet @param {string} zone @returns {string[]} */
function facts({ schedule, last_success: success }, zone) {
  return [
    schedule ? say("syncSchedule", { words: begun(schedule.words[lang]), zone: schedule.timezone }) : say("syncNoSchedule"),
    schedule?.next ? say("syncNext", { when: moment(schedule.next, zone) }) : "",
    success ? say("syncSuccess", { when: moment(success, zone) }) : "",
  ].filter(Boolean);
}

/** Begin a line with a capital. @param {string} words */
const begun = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** @param {SyncedSheet} sheet @param {boolean} going */
function buttons({ sheet, title, paused }, going) {
  const button = (/** @type {"run" | "pause" | "resume"} */ what, /** @type {Name} */ words, /** @type {Name} */ done, /** @type {string} */ look_) =>
    h(
      "button",
      {
        type: "button",
        class: look_,
        disabled: what === "run" && going,
        // Pause and resume stand in one place.
        "data-act": `${sheet} ${what === "run" ? "run" : "rest"}`,
        "aria-label": say("syncOf", { what: say(words), title }),
        onclick: () => change(sheet, what, say(done, { title })),
      },
      say(words),
    );
  return h(
    "p",
    { class: "bar" },
    button("run", "syncRun", "syncBegun", ""),
    paused ? button("resume", "syncResume", "syncGoesOn", "quiet") : button("pause", "syncPause", "syncRestsNow", "quiet"),
  );
}

/** @param {number} sheet @param {"run" | "pause" | "resume"} what @param {string} done */
async function change(sheet, what, done) {
  try {
    await changeSheet(sheet, what);
    announce(done);
    await look();
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    fill(byId("sync-trouble"), error.message);
  }
}

/** @param {string} title @param {Run[]} runs @param {string} zone */
function table(title, runs, zone) {
  /** @type {Name[]} */
  const head = ["syncWhen", "syncResult", "syncTook", "syncCalls", "syncRead", "syncRejected"];
  // Where the window is narrow a figure stands after its name instead of below it.
  const cell = (/** @type {string} */ text, /** @type {number} */ i) =>
    h("td", i > 1 ? { class: text === "–" ? "number none" : "number", "data-name": say(head[i]) } : {}, text);
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": say("syncRuns", { title }) },
    h(
      "table",
      { class: "sync-runs" },
      h("thead", {}, h("tr", {}, ...head.map((name, i) => h("th", { scope: "col", class: i > 1 ? "number" : null }, say(name))))),
      h("tbody", {}, ...runs.map((run) => h("tr", { class: `sync-${run.outcome ?? run.state}` }, ...cells(run, zone).map(cell)))),
    ),
  );
}

/** @param {Run} run @param {string} zone @returns {string[]} */
function cells(run, zone) {
  const at = run.started_at ?? run.slot;
  const figure = (/** @type {number | null} */ number) => (number === null ? "–" : written(number, "count", null, locale));
  const took = run.seconds === null ? "–" : say("syncSeconds", { n: run.seconds.toLocaleString(locale, { maximumFractionDigits: 1 }) });
  return [at ? moment(at, zone) : "–", result(run), took, figure(run.calls), figure(run.read), figure(run.rejected)];
}

/** @param {Run} run */
function result({ state, outcome, attempts, reason, skipped }) {
  if (state === "skipped") return skipped === 1 ? say("syncSkippedOne") : say("syncSkipped", { n: skipped ?? 0 });
  const said = outcome ? say(OUTCOMES[outcome]) : say(state === "running" ? "syncRunning" : state === "interrupted" ? "syncCutOff" : "syncFailed");
  if (attempts > 1) return say("syncTries", { result: said, n: attempts });
  return reason === "now" ? say("syncByHand", { result: said }) : said;
}

/** Write a moment as the clocks of *zone* show it. @param {string} said @param {string} zone */
function moment(said, zone) {
  const form = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  return new Intl.DateTimeFormat(lang === "fr" ? "fr-FR" : "en-GB", /** @type {Intl.DateTimeFormatOptions} */ (form)).format(new Date(said));
}

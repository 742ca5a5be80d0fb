/** The page: asks the server what it needs, and hands each part to the module that shows it. */

import { about, kpis, query, Trouble } from "./api.js";
import { showChat } from "./chat.js";
import { lastQuarter, writtenDay } from "./dates.js";
import { byId, fill, h } from "./dom.js";
import { showFigures } from "./figures.js";
import { showFunctions } from "./functions.js";
import { addressIn, lang, LANGUAGES, localeFor, say } from "./language.js";
import { sheetBeside, showSheet } from "./sheet.js";
import { askKey, hideNotice, tellEmpty, tellTrouble } from "./notice.js";
import { written } from "./numbers.js";
import { showSync } from "./sync.js";
import { showTrend } from "./trend.js";
import { showTry } from "./try.js";
import { showViews } from "./views.js";

/** @typedef {import("./api.js").About} About */
/** @typedef {import("./api.js").Result} Result */

const COMPARED = "vs the previous period";
const sheet = sheetBeside();

function speak() {
  document.documentElement.lang = lang;
  for (const element of document.querySelectorAll("[data-say]")) {
    element.textContent = say(/** @type {any} */ (element.getAttribute("data-say")));
  }
  const nav = byId("languages");
  nav.setAttribute("aria-label", say("language"));
  const link = ([code, name]) =>
    h("a", { href: addressIn(code) + location.hash, lang: code, hreflang: code, "aria-current": code === lang ? "true" : null }, name);
  fill(nav, ...Object.entries(LANGUAGES).map(link));
}

async function start() {
  const main = byId("main");
  main.setAttribute("aria-busy", "true");
  try {
    await show();
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    if (error.status === 401) askKey(start);
    else tellTrouble(error.message, start);
  } finally {
    main.removeAttribute("aria-busy");
  }
}

async function show() {
  const [workspace, listed] = await Promise.all([about(), kpis()]);
  hideNotice();
  const { focus, currency, rows } = workspace;
  const locale = localeFor(workspace.locale);
  const known = new Map(listed.map((kpi) => [kpi.id, kpi]));
  const figures = rows > 0 ? await query({ kpis: focus, compare: COMPARED }) : [];
  const end = figures[0]?.period.end ?? workspace.today;
  const compute = showTry(known, workspace, locale, sheet);
  showFunctions(known, focus, { quarter: rows > 0 ? lastQuarter(end) : null, currency, locale, compute });
  showSheet(sheet);
  showChat({ kpis: known, focus, locale: workspace.locale, rows, sheet });
  showProvenance(workspace, figures, locale);
  showSync(locale);
  if (rows === 0) return tellEmpty();
  showFigures(figures, known, locale);
  return showTrend(known, focus, end, locale);
}

/** Say where the numbers come from and how fresh they are. @param {About} about @param {Result[]} figures @param {string} locale */
function showProvenance({ rows, version, today }, figures, locale) {
  const days = figures.flatMap(({ fresh_to }) => fresh_to ?? []).sort();
  const [first, last] = [days[0], days[days.length - 1]];
  const said = {
    host: location.host,
    rows: written(rows, "count", null, locale),
    version: written(version, "count", null, locale),
  };
  const fresh = () =>
    first === last
      ? say("freshAll", { day: writtenDay(first) })
      : say("freshRange", { first: writtenDay(first), last: writtenDay(last) });
  const sentences = [
    rows > 0 ? say("provenance", said) : say("noNumbers"),
    first && fresh(),
    say("asOf", { day: writtenDay(today) }),
  ];
  fill(byId("provenance"), h("p", {}, sentences.filter(Boolean).join(" ")));
}

speak();
showViews();
addEventListener("viewchange", speak);
await start();

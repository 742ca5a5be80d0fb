/** The sides of the page, figures, chat and, where there are sheets, their sync: one is shown, the others wait as they were left. */

import { byId, fill, h } from "./dom.js";
import { say } from "./language.js";

/** What the address ends with for each; anything else but a jump to the content is the figures. */
const CHAT = "#ask";
const SYNC = "#sync";
const FIGURES = "#overview";
const CONTENT = "#main";

let synced = false;

/** Return the side that the address names. */
function named() {
  if (location.hash === CHAT) return "chat";
  return location.hash === SYNC && synced ? "sync" : "figures";
}

/** Tell whether the sync is what is shown. */
export const syncShown = () => document.body.dataset.view === "sync";

/** Offer the sync beside the others. */
export function offerSync() {
  if (synced) return;
  synced = true;
  dispatchEvent(new Event("hashchange"));
}

/** Show the tabs, and what the address names. */
export function showViews() {
  const nav = byId("views");
  nav.setAttribute("aria-label", say("views"));
  const show = () => {
    if (location.hash !== CONTENT) document.body.dataset.view = named();
    const link = (/** @type {"figuresView" | "chat" | "sync"} */ words, /** @type {string} */ to, /** @type {string} */ view) =>
      h("a", { href: to, "aria-current": document.body.dataset.view === view ? "page" : null }, say(words));
    const focused = nav.contains(document.activeElement);
    fill(nav, link("figuresView", FIGURES, "figures"), link("chat", CHAT, "chat"), synced && link("sync", SYNC, "sync"));
    if (focused) nav.querySelector("[aria-current]").focus();
    dispatchEvent(new Event("viewchange"));
  };
  addEventListener("hashchange", show);
  show();
}

/** The two sides of the page, figures and chat: one is shown, the other waits as it was left. */

import { byId, fill, h } from "./dom.js";
import { say } from "./language.js";

/** What the address ends with for the chat; anything else but a jump to the content is the figures. */
const CHAT = "#ask";
const FIGURES = "#overview";
const CONTENT = "#main";

/** Tell whether the chat is shown. */
const chatShown = () => document.body.dataset.view === "chat";

/** Show the tabs, and what the address names. */
export function showViews() {
  const nav = byId("views");
  nav.setAttribute("aria-label", say("views"));
  const show = () => {
    if (location.hash !== CONTENT) document.body.dataset.view = location.hash === CHAT ? "chat" : "figures";
    const link = (/** @type {"figuresView" | "chat"} */ words, /** @type {string} */ to, /** @type {boolean} */ shown) =>
      h("a", { href: to, "aria-current": shown ? "page" : null }, say(words));
    const focused = nav.contains(document.activeElement);
    fill(nav, link("figuresView", FIGURES, !chatShown()), link("chat", CHAT, chatShown()));
    if (focused) nav.querySelector("[aria-current]").focus();
    dispatchEvent(new Event("viewchange"));
  };
  addEventListener("hashchange", show);
  show();
}

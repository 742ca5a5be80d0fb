/** What is shown in place of figures: nothing imported yet, a server that fails, a key to give. */

import { hasKey, isSigned, keepKey } from "./credentials.js";
import { byId, fill, h } from "./dom.js";
import { say } from "./language.js";

/** @param {...(Node | false)} children */
function show(...children) {
  fill(byId("notice"), .../** @type {Node[]} */ (children));
  byId("notice").hidden = false;
}

/** Take the notice away. */
export function hideNotice() {
  byId("notice").hidden = true;
}

/** Say what to do with a workspace that holds nothing. */
export function tellEmpty() {
  show(
    h("h2", {}, say("emptyTitle")),
    h("p", {}, say("emptyNext")),
    h("pre", {}, h("code", {}, say("emptyFile"))),
    h("p", {}, say("emptyDemo")),
    h("pre", {}, h("code", {}, "kpi demo")),
    h("p", {}, say("emptyThen")),
  );
}

/** Say what went wrong, and offer to try again. @param {string} sentence @param {() => unknown} again */
export function tellTrouble(sentence, again) {
  show(
    h("h2", {}, say("troubleTitle")),
    h("p", { role: "alert" }, sentence),
    h("p", {}, h("button", { type: "button", onclick: again }, say("retry"))),
  );
}

/** Ask for the key, and say when the one given was wrong. @param {() => unknown} again */
export function askKey(again) {
  const wrong = hasKey();
  const input = h("input", { id: "key", type: "password", autocomplete: "off", required: true, "aria-describedby": "key-hint" });
  const form = h(
    "form",
    { class: "key" },
    h("label", { for: "key" }, say("key")),
    h("div", { class: "bar" }, input, h("button", {}, say("open"))),
  );
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    keepKey(input.value);
    return again();
  });
  show(
    h("h2", {}, say("keyTitle")),
    h("p", { id: "key-hint" }, say(isSigned() ? "keyHintSigned" : "keyHint")),
    wrong && h("p", { class: "trouble", role: "alert" }, say("keyWrong")),
    form,
  );
  input.focus();
}

/** The clipboard: what a person takes away. */

import { h } from "./dom.js";

/** Put *text* on the clipboard, by the old way where the new one is not allowed. @param {string} text */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { class: "unseen", readonly: true });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

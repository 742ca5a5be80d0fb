/** Which language the page speaks, and how it says things. */

import { WORDS } from "./words.js";

/** @typedef {"en" | "fr"} Lang */

/** The languages on offer, each by its own name. */
export const LANGUAGES = Object.freeze({ fr: "Français", en: "English" });

/**
 * Return the language of the address, else the first one that the browser's owner reads.
 *
 * @param {string} search @param {readonly string[]} read @returns {Lang}
 */
export function chosen(search, read) {
  const asked = new URLSearchParams(search).get("lang");
  const wanted = [asked ?? "", ...read].map((tag) => tag.toLowerCase().split("-")[0]);
  return /** @type {Lang} */ (wanted.find((tag) => tag in LANGUAGES) ?? "en");
}

/** @type {Lang} */
export const lang = chosen(location.search, navigator.languages);

/**
 * Return a sentence of the page, its blanks filled.
 *
 * @param {keyof typeof WORDS} name @param {Record<string, string | number>} [values]
 */
export function say(name, values = {}) {
  return WORDS[name][lang].replace(/\{(\w+)\}/g, (blank, key) => String(values[key] ?? blank));
}

/** Return the address of this view in another language. @param {Lang} other */
export function addressIn(other) {
  const parameters = new URLSearchParams(location.search);
  parameters.set("lang", other);
  return `?${parameters}`;
}

/**
 * Return how numbers are written: as the workspace does when it speaks this language.
 *
 * @param {string} workspace the workspace's locale, such as fr-CA @param {Lang} [as]
 */
export function localeFor(workspace, as = lang) {
  if (workspace.toLowerCase().startsWith(as)) return workspace;
  return as === "fr" ? "fr-FR" : "en-US";
}

/**
 * The way to a sheet whose own page frames this one: what is asked of that page, and its answers.
 *
 * That page names its origin in our address. Who names another one than its own hears nothing:
 * the browser delivers a message to the origin it is meant for, and tells where one comes from.
 */

/** Where the sidebars of Google's editors live; the server lets no other page frame this one. */
const GOOGLE = /^https:\/\/(docs\.google\.com|script\.google\.com|[a-z0-9-]+\.googleusercontent\.com)$/;
/** Google stops a script after six minutes. */
const PATIENCE = 370_000;

/** @typedef {(what: string, ...given: any[]) => Promise<any>} Ask */

/** Return what asks the page around this one, null where there is none of Google's. @returns {Ask | null} */
export function bridge() {
  const { parent } = window;
  const origin = new URLSearchParams(location.search).get("parent") ?? "";
  if (parent === window || !GOOGLE.test(origin)) return null;
  /** @type {Map<number, (answer: {value?: any, error?: string}) => void>} */
  const waiting = new Map();
  let asked = 0;
  addEventListener("message", ({ source, origin: from, data }) => {
    if (source !== parent || from !== origin || data?.b2b !== "answer") return;
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  });
  parent.postMessage({ b2b: "here" }, origin);
  return (what, ...given) =>
    new Promise((resolve, reject) => {
      const id = (asked += 1);
      const late = setTimeout(() => reject(new Error(what)), PATIENCE);
      waiting.set(id, ({ value, error }) => {
        clearTimeout(late);
        if (error === undefined) resolve(value);
        else reject(new Error(error));
      });
      parent.postMessage({ b2b: "ask", id, what, given }, origin);
    });
}

/** A spreadsheet of Google's, reached through the page of its sidebar (`addin/hosts/google`). */

import { bridge } from "./bridge.js";
import { signedBy } from "./credentials.js";

/** @returns {import("./sheet.js").Sheet | null} */
export function googleSheet() {
  const ask = bridge();
  if (ask === null) return null;
  // Without a token the server says what it asks for: that is worth more than our guess.
  signedBy(() => ask("token").catch(() => null));
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let scheduled;
  const refresh = () => ask("refresh");
  return {
    refused: "sheetsRefused",
    insert: (name, args) => ask("insert", name, args),
    values: (cells) => ask("values", cells),
    refresh,
    every(minutes) {
      clearInterval(scheduled);
      // A refresh that fails leaves the sheet as it was; the next one comes.
      if (minutes > 0) scheduled = setInterval(() => refresh().catch(() => null), minutes * 60_000);
    },
    faults: () => ask("faults"),
    go: ({ tab, place }) => ask("go", tab, place),
  };
}

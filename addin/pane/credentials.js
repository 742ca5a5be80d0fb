/** What opens the server for this person: a key they typed, else a token that somebody signs for them. */

const KEY = "kpi-key";

/** @type {string | null} */
let typed = null;
/** @type {(() => Promise<string | null>) | null} */
let sign = null;
/** @type {Promise<string | null> | null} */
let token = null;

/** @returns {string | null} */
function key() {
  try {
    return typed ?? sessionStorage.getItem(KEY);
  } catch {
    return typed; // a browser may close its storage to a page that another site frames
  }
}

/** Keep the key that opens the server, in this tab only. @param {string} given */
export function keepKey(given) {
  typed = given;
  try {
    sessionStorage.setItem(KEY, given);
  } catch {
    // Known until the page is left, then.
  }
}

/** Tell whether a key was given. */
export const hasKey = () => key() !== null;

/** Ask *signs* for tokens, wherever no key was given. @param {() => Promise<string | null>} signs */
export function signedBy(signs) {
  sign = signs;
}

/** Tell whether somebody signs for the person. */
export const isSigned = () => sign !== null;

/** @returns {Promise<string | null>} */
export async function credential() {
  const given = key();
  if (given !== null || sign === null) return given;
  token ??= sign();
  return token;
}

/** Tell whether there is another token than the one that opened nothing. @param {string | null} used */
export async function renewed(used) {
  if (hasKey() || sign === null) return false;
  if ((await token) === used) token = sign();
  return (await token) !== used;
}

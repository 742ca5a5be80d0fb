// Questions to the server: gathered for a moment, asked once each, many in one request. Each ends
// in an answer or in words before its deadline, so that no cell stays busy.

const LIMITS = {
  gather: 20, // ms that a first question waits for others
  questions: 2000, // in one request
  bytes: 1000000, // in one request; the server refuses four times as many
  longestQuestion: 1000000, // characters; four bytes each at most
  requests: 4, // at once
  patience: 30000, // ms until a cell says that the server does not answer
  request: 12000, // ms that one request may take
  meeting: 2000, // ms that a first answer waits to know the workspace's currency
  pause: 250, // ms before a second try, twice as many before each further one
  longest: 8000,
  probe: 2000, // ms before the first look whether a server is back, then ever longer
  splits: 200, // of one request, to find which question the server cannot take
  kept: 200000, // cells of answers remembered
};

const AGAIN = new Set([408, 425, 429, 502, 503, 504]);
const BLAMED_ON_ONE = new Set([400, 413, 422, 500]);

const answers = new Map(); // question -> answer; in the order of their last use
let weight = 0;
let version = null; // of the data that the answers are about
const pending = new Map(); // question -> its entry, until it is settled
let gathered = [];
let timer = null;
let running = 0;
const turns = [];

/** Ask the server; the promise is of {value, unit} or {error: {kind, code, message}}, never rejected. */
function ask(fn, args) {
  const question = JSON.stringify([fn, args]);
  const known = pending.get(question);
  if (known) return known.promise;
  if (question.length > LIMITS.longestQuestion) return Promise.resolve({ error: tooLong() });
  const entry = { question, fn, args, until: Date.now() + LIMITS.patience };
  entry.promise = new Promise((resolve) => {
    entry.settle = (answer) => {
      if (pending.get(question) === entry) pending.delete(question);
      resolve(answer);
    };
  });
  pending.set(question, entry);
  gathered.push(entry);
  if (timer === null) timer = setTimeout(flush, LIMITS.gather);
  return entry.promise;
}

/** Say so before the server does: it stops reading such a body, which looks like a broken line. */
function tooLong() {
  const message = OFFICE.messages.TOO_LONG[reader.lang];
  return { kind: "LIMIT", code: B2B_CORE.declared.codes.LIMIT, message };
}

function flush() {
  timer = null;
  const entries = gathered;
  gathered = [];
  // The last word, whatever happens to the requests.
  const until = Math.max(...entries.map((entry) => entry.until));
  const last = setTimeout(() => unanswered(entries), Math.max(0, until - Date.now()));
  answered(entries).catch(() => unanswered(entries)).then(() => clearTimeout(last));
}

async function answered(entries) {
  const known = entries.filter((entry) => answers.has(entry.question));
  // Nothing asked, the server only tells the version of its data: without it, all is asked again.
  const sure = known.length > 0 && (await post([], Date.now() + LIMITS.request).catch(() => ({})));
  const unknown = [];
  for (const entry of entries) {
    const answer = sure && sure.results && remembered(entry.question);
    if (answer) entry.settle(answer);
    else unknown.push(entry);
  }
  await Promise.all(batches(unknown).map((batch) => deliver(batch, 0, { left: LIMITS.splits })));
}

function batches(entries) {
  const found = [];
  let bytes = Infinity;
  for (const entry of entries) {
    const last = found[found.length - 1];
    bytes += 4 * entry.question.length;
    if (!last || last.length >= LIMITS.questions || bytes > LIMITS.bytes) {
      found.push([entry]);
      bytes = 4 * entry.question.length;
    } else {
      last.push(entry);
    }
  }
  return found;
}

/** Ask one request until it is answered, in ever longer pauses, or time is up. */
async function deliver(entries, tries, splits) {
  const until = Math.min(...entries.map((entry) => entry.until));
  await turn();
  let outcome;
  try {
    outcome = await post(entries, until);
  } catch (fault) {
    outcome = { status: 0, after: 0 };
  } finally {
    finished();
  }
  if (outcome.results) return settle(entries, outcome.results);
  if (BLAMED_ON_ONE.has(outcome.status) && entries.length > 1 && splits.left > 0) {
    splits.left -= 1;
    return halves(entries, tries, splits);
  }
  if (outcome.status !== 0 && !AGAIN.has(outcome.status)) return refuse(entries, outcome);
  const most = Math.min(LIMITS.longest, LIMITS.pause * 2 ** tries);
  const pause = outcome.after + Math.random() * most;
  if (Date.now() + pause >= until) return unanswered(entries, outcome);
  await new Promise((resolve) => setTimeout(resolve, pause));
  return deliver(entries, tries + 1, splits);
}

/** One question that the server cannot take never fails its neighbours. */
function halves(entries, tries, splits) {
  const half = Math.ceil(entries.length / 2);
  return Promise.all([
    deliver(entries.slice(0, half), tries, splits),
    deliver(entries.slice(half), tries, splits),
  ]);
}

async function turn() {
  if (running >= LIMITS.requests) await new Promise((resolve) => turns.push(resolve));
  running += 1;
}

function finished() {
  running -= 1;
  const next = turns.shift();
  if (next) next();
}

async function post(entries, until) {
  const stop = new AbortController();
  const most = Math.max(1, Math.min(LIMITS.request, until - Date.now()));
  const late = setTimeout(() => stop.abort(), most);
  try {
    const headers = { accept: "application/json", "content-type": "application/json", "accept-language": reader.lang };
    const key = await reader.credential();
    if (key) headers.authorization = `Bearer ${key.replace(/[^\x20-\x7e]/g, "?")}`;
    const calls = callsOf(entries);
    const body = JSON.stringify({ lang: reader.lang, locale: reader.locale, calls });
    const request = { method: "POST", headers, body, signal: stop.signal, cache: "no-store" };
    const response = await fetch(`${reader.address}/v1/cells`, request);
    const text = await response.text();
    if (response.status !== 200) return refused(response, text);
    return read(entries, calls, JSON.parse(text));
  } finally {
    clearTimeout(late);
  }
}

/** Put the questions for one function together, as the server takes them. */
function callsOf(entries) {
  const calls = new Map();
  for (const { fn, args } of entries) {
    if (!calls.has(fn)) calls.set(fn, { fn, rows: [] });
    calls.get(fn).rows.push(args);
  }
  return [...calls.values()];
}

/** Return the answers in the order of the questions; half an answer is none. */
function read(entries, calls, body) {
  const answersOf = new Map();
  if (body.results.length !== calls.length) throw new Error("half an answer");
  calls.forEach(({ fn, rows }, i) => {
    const { values, errors, units } = body.results[i];
    if (values.length !== rows.length) throw new Error("half an answer");
    answersOf.set(fn, values.map((value, j) => (errors[j] ? { error: errors[j] } : { value, unit: (units || [])[j] })));
  });
  remember(body.version);
  const next = new Map();
  const results = entries.map(({ fn }) => {
    const at = next.get(fn) || 0;
    next.set(fn, at + 1);
    return answersOf.get(fn)[at];
  });
  return { results, version: body.version };
}

function refused(response, text) {
  const after = Number(response.headers.get("retry-after"));
  let problem = {};
  try {
    problem = JSON.parse(text) || {};
  } catch (fault) {
    problem = {}; // a proxy's page
  }
  return {
    status: response.status,
    after: Number.isFinite(after) ? Math.max(0, after) * 1000 : 0,
    kind: problem.kind || null,
    message: problem.message ? problem.message[reader.lang] : null,
  };
}

function settle(entries, results) {
  entries.forEach((entry, i) => {
    const answer = results[i];
    const passing = answer.error && ["UPSTREAM", "AUTH"].includes(answer.error.kind);
    if (!passing) keep(entry.question, answer);
    entry.settle(answer);
  });
}

/** Say what the server refuses; signing in, or a setting, makes it answer. */
function refuse(entries, { status, kind, message }) {
  const found = kind || (status === 401 || status === 403 ? "AUTH" : "UPSTREAM");
  const words = message || B2B_CORE.fill(OFFICE.messages.REFUSED, { address: reader.address, status })[reader.lang];
  const error = { kind: found, code: B2B_CORE.declared.codes[found], message: words };
  for (const entry of entries) entry.settle({ error });
  reader.failed(found);
}

function unanswered(entries, outcome) {
  const left = entries.filter((entry) => pending.get(entry.question) === entry);
  if (left.length === 0) return;
  refuse(left, {
    kind: "UPSTREAM",
    message: (outcome && outcome.message) || B2B_CORE.fill(OFFICE.messages.UNANSWERED, { address: reader.address })[reader.lang],
  });
}

function remember(current) {
  if (current === version && current !== undefined) return;
  forget();
  version = current;
}

function forget() {
  answers.clear();
  weight = 0;
  version = null;
}

const weightOf = ({ value }) => (Array.isArray(value) ? value.length * value[0].length : 1);

function keep(question, answer) {
  if (version === null || version === undefined) return;
  drop(question);
  answers.set(question, answer);
  weight += weightOf(answer);
  while (weight > LIMITS.kept) drop(answers.keys().next().value);
}

function drop(question) {
  const answer = answers.get(question);
  if (answer) weight -= weightOf(answer);
  answers.delete(question);
}

function remembered(question) {
  const answer = answers.get(question);
  if (answer) keep(question, answer);
  return answer;
}

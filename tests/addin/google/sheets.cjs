// Google Sheets as Node runs it: the script unmodified, real requests, and Google's own limits.
"use strict";
const vm = require("node:vm");
const fs = require("node:fs");
const path = require("node:path");
const crypto = require("node:crypto");
const readline = require("node:readline");
const { Worker, MessageChannel, receiveMessageOnPort } = require("node:worker_threads");

const [folder, options] = [process.argv[2], JSON.parse(process.argv[3])];
const manifest = JSON.parse(fs.readFileSync(path.join(folder, "appsscript.json"), "utf8"));
const seen = { fetches: 0, cached: 0, slept: 0, formulas: [], bodies: 0, active: null, tokens: 0, logged: [] };
const properties = new Map(Object.entries(options.properties || {}));
const cache = new Map();
let mode = "CUSTOM_FUNCTION";
let now = 0;

const worker = new Worker(
  `const { parentPort } = require("node:worker_threads");
   parentPort.on("message", async ({ gate, port, url, options }) => {
     let said;
     try {
       const r = await fetch(url, options);
       said = { status: r.status, headers: Object.fromEntries(r.headers), body: await r.text() };
     } catch (e) { said = { error: String(e.cause || e) }; }
     port.postMessage(said);
     Atomics.store(new Int32Array(gate), 0, 1);
     Atomics.notify(new Int32Array(gate), 0);
   });`, { eval: true });
worker.unref();

function request(url, given) {
  const gate = new SharedArrayBuffer(4);
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ gate, port: port2, url, options: given }, [port2]);
  if (Atomics.wait(new Int32Array(gate), 0, 0, 20000) === "timed-out") throw new Error("Exception: Timeout: " + url);
  const said = receiveMessageOnPort(port1).message;
  port1.close();
  if (said.error) throw new Error("Exception: Address unavailable: " + url);
  return said;
}

function fetched(url, given = {}) {
  seen.fetches += 1;
  if (seen.fetches > (options.fetches ?? 20000)) throw new Error("Exception: Service invoked too many times for one day: urlfetch.");
  if (!manifest.urlFetchWhitelist.some((allowed) => url.startsWith(allowed))) throw new Error("Exception: This request violates the urlFetchWhitelist: " + url);
  seen.bodies += Buffer.byteLength(given.payload || "");
  const said = request(url, {
    method: (given.method || "get").toUpperCase(),
    headers: { ...given.headers, ...(given.contentType ? { "Content-Type": given.contentType } : {}) },
    body: given.payload,
    redirect: given.followRedirects === false ? "manual" : "follow",
  });
  if (said.status >= 400 && !given.muteHttpExceptions) throw new Error("Exception: Request failed returned code " + said.status);
  return { getResponseCode: () => said.status, getContentText: () => said.body, getHeaders: () => said.headers };
}

const denied = (name) => () => { throw new Error(`Exception: You do not have permission to call ${name}.`); };
const alone = (name, act) => (...given) => (mode === "CUSTOM_FUNCTION" ? denied(name)() : act(...given));
const kept = {
  get: (key) => { const found = cache.get(key); if (!found || found[1] < now) return null; seen.cached += 1; return found[0]; },
  put: (key, value, seconds = 600) => {
    if (key.length > 250) throw new Error("Exception: Argument too large: key");
    if (Buffer.byteLength(String(value)) > 102400) throw new Error("Exception: Argument too large: value");
    cache.set(key, [String(value), now + seconds * 1000]);
  },
};
const cells = new Map(Object.entries(options.formulas || {}));
const range = (place) => ({
  getFormula: () => cells.get(place) || "",
  clearContent: () => { cells.delete(place); },
  setFormula: (formula) => { cells.set(place, formula); seen.formulas.push([place, formula]); },
});

// Tabs as rows of cells: what they show, and the formulas behind some.
const letters = (j) => (j > 25 ? letters(Math.floor(j / 26) - 1) : "") + String.fromCharCode(65 + (j % 26));
const indexOf = (column) => [...column].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1;
const tabs = (options.tabs || [{ name: "Sheet1", shown: [[""]] }]).map(({ name, shown, formulas = [], values = shown }) => {
  const block = (top, left, bottom, right) => {
    const cut = (rows) => Array.from({ length: bottom - top + 1 }, (_, i) => Array.from({ length: right - left + 1 }, (_, j) => rows[top + i]?.[left + j] ?? ""));
    return {
      getDisplayValues: () => cut(shown),
      getValues: () => cut(values),
      getFormulas: () => cut(formulas),
      getCell: (i, j) => block(top + i - 1, left + j - 1, top + i - 1, left + j - 1),
      getA1Notation: () => letters(left) + (top + 1),
      activate: () => { seen.active = [name, letters(left) + (top + 1)]; },
    };
  };
  const width = Math.max(...shown.map((row) => row.length));
  return {
    getName: () => name,
    getDataRange: () => block(0, 0, shown.length - 1, width - 1),
    getRange: (address) => {
      const found = /^\$?([A-Z]+)\$?(\d*)(?::\$?([A-Z]+)\$?(\d*))?$/i.exec(address);
      if (!found) throw new Error("Exception: Range not found");
      const [, left, top, right = left, bottom = right === left && !address.includes(":") ? top : ""] = found;
      return block((Number(top) || 1) - 1, indexOf(left.toUpperCase()), (Number(bottom) || shown.length) - 1, indexOf(right.toUpperCase()));
    },
  };
});
const sheet = {
  getSheets: () => tabs,
  getSheetByName: (name) => tabs.find((tab) => tab.getName() === name) || null,
  getActiveSheet: () => tabs[0],
  getId: () => options.document || "doc-1",
  getSpreadsheetLocale: () => options.locale || "en_US",
  getSpreadsheetTimeZone: () => "Europe/Paris",
  getActiveCell: () => range("A1"),
  createTextFinder: (text) => {
    const finder = {
      useRegularExpression: () => finder,
      matchFormulaText: () => finder,
      findAll: () => [...cells].filter(([, f]) => new RegExp(text).test(f)).map(([place]) => range(place)),
    };
    return finder;
  },
};
const google = {
  console,
  UrlFetchApp: { fetch: fetched },
  CacheService: { getDocumentCache: () => kept, getScriptCache: () => kept },
  PropertiesService: { getScriptProperties: () => ({
    getProperty: (name) => properties.get(name) ?? null,
    setProperty: (name, value) => { properties.set(name, String(value)); },
  }) },
  SpreadsheetApp: { getActive: () => sheet, flush: alone("SpreadsheetApp.flush", () => {}), getUi: denied("SpreadsheetApp.getUi") },
  Session: { getActiveUserLocale: () => options.language || "en" },
  ScriptApp: { getIdentityToken: () => {
    if (mode === "CUSTOM_FUNCTION") return null;
    const tokens = options.tokens || [null];
    return tokens[Math.min(seen.tokens++, tokens.length - 1)];
  } },
  Logger: { log: (said) => { seen.logged.push(said); } },
  Utilities: {
    base64DecodeWebSafe: (text) => [...Buffer.from(text, "base64url")],
    newBlob: (bytes) => ({ getDataAsString: () => Buffer.from(bytes).toString("utf8") }),
    Charset: { UTF_8: "utf8" }, DigestAlgorithm: { SHA_256: "sha256" },
    computeDigest: (name, text) => [...crypto.createHash(name).update(text, "utf8").digest()].map((b) => (b > 127 ? b - 256 : b)),
    base64Encode: (bytes) => Buffer.from(Uint8Array.from(bytes)).toString("base64"),
    formatDate: (date, zone) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(new Date(+date)).replace(" ", "T"),
    sleep: (ms) => { seen.slept += ms; now += ms; },
  },
};
const context = vm.createContext(google);
vm.runInContext("Date.now = () => B2B_NOW()", Object.assign(context, { B2B_NOW: () => now }));
const text = fs.readFileSync(path.join(folder, "Code.gs"), "utf8");
vm.runInContext(text, context, { filename: "Code.gs" });
const offered = [...text.matchAll(/\/\*\*(?:(?!\*\/)[\s\S])*@customfunction(?:(?!\*\/)[\s\S])*\*\/\s*function\s+(\w+)/g)].map((m) => m[1]);

const revived = (value) => {
  if (Array.isArray(value)) return value.map(revived);
  return value && value.date ? vm.runInContext(`new Date(${JSON.stringify(value.date)})`, context) : value;
};
vm.runInContext("function PLAIN(a, b) { return (a - b) / b; }", context);
/** Many cells, one after another as a sheet computes them: what they show and how long they took. */
const computed = (cells) => {
  context.cells = cells;
  const started = performance.now();
  const found = vm.runInContext("cells.map(([name, ...given]) => globalThis[name](...given))", context);
  return { found, seconds: (performance.now() - started) / 1000 };
};
const shown = (_key, x) => (Object.is(x, -0) ? "-0" : x);
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const order = JSON.parse(line);
  let answer;
  try {
    if (order.pass) { now += order.pass; answer = { value: null }; }
    else if (order.cells) { mode = "CUSTOM_FUNCTION"; answer = { value: computed(order.cells) }; }
    else {
      mode = order.mode || "CUSTOM_FUNCTION";
      context.given = order.given.map(revived);
      context.given = vm.runInContext("given.map((x) => (Array.isArray(x) ? x.map((r) => (Array.isArray(r) ? Array.from(r) : r)) : x))", context);
      answer = { value: vm.runInContext(`${order.name}(...given)`, context, { timeout: 30000 }) };
    }
  } catch (fault) {
    answer = { error: fault.message };
  }
  process.stdout.write(JSON.stringify({ ...answer, seen, offered, properties: Object.fromEntries(properties) }, shown) + "\n");
});

// A small Excel: Microsoft's own custom-functions runtime in a page, with our functions loaded.
// Reads one command a line, [name, value], and answers with one line.

const fs = require("node:fs");
const path = require("node:path");
const { createInterface } = require("node:readline");
const { JSDOM, VirtualConsole } = require("jsdom");

const RUNTIME = path.join(
  path.dirname(require.resolve("@microsoft/office-js/package.json")),
  "dist/custom-functions-runtime.debug.js",
);

const [, , address, language, script] = process.argv;
const html = `<!doctype html><head><script src="${address}/custom-functions-runtime.debug.js"></script></head>`;
const url = `${address}/office/taskpane.html?_host_Info=Excel$Win32$16.02$${language}$$$$0`;
// The runtime writes a line a cell to the console.
const { window } = new JSDOM(html, { runScripts: "outside-only", url, virtualConsole: new VirtualConsole() });
window.external = {};
window.eval(fs.readFileSync(RUNTIME, "utf8"));
window.Office.context = {
  displayLanguage: language,
  contentLanguage: language,
  requirements: { isSetSupported: () => true },
};
let requests = 0;
window.fetch = (...given) => {
  requests += 1;
  return fetch(...given);
};
// The page's own is no signal to Node's fetch.
window.AbortController = AbortController;
let calculated = 0;
window.Excel = {
  CalculationType: { full: "Full" },
  run: async (work) =>
    work({ workbook: { application: { calculate: () => (calculated += 1) } }, sync: async () => {} }),
};
window.eval(fs.readFileSync(script, "utf8"));

const functions = window.CustomFunctions._association.mappings;
// What the bench compares a formula with.
const others = { PLAIN: ([[a]], [[b]]) => (a - b) / b };

/** Read an argument as Excel passes it: an error of a cell is an object of the runtime's own. */
function passed(value) {
  if (Array.isArray(value)) return value.map(passed);
  if (value && typeof value === "object" && Object.keys(value).join() === "error") return new window.CustomFunctions.Error(value.error);
  return value;
}

const shown = (value) => (value instanceof window.CustomFunctions.Error ? { code: value.code, message: value.message } : value);

/** Show what a cell ends in: a value, or its error. */
async function cell([name, args]) {
  try {
    // Excel adds its own object after the arguments.
    const value = await (functions[name] || others[name])(...args.map(passed), { address: "Sheet1!A1" });
    return { value: Array.isArray(value) ? value.map((row) => row.map(shown)) : value };
  } catch (fault) {
    if (fault instanceof window.CustomFunctions.Error) return { code: fault.code, message: fault.message };
    return { crash: String(fault && fault.stack) };
  }
}

const commands = {
  names: async () => Object.keys(functions),
  cells: async (calls) => {
    const before = requests;
    const start = performance.now();
    const found = await Promise.all(calls.map(cell));
    return { found, requests: requests - before, seconds: (performance.now() - start) / 1000 };
  },
  limits: async (limits) => Object.assign(window.B2B.limits, limits),
  key: async (key) => window.sessionStorage.setItem("kpi-key", key) || null,
  reader: async (reader) => Object.assign(window.B2B.reader, reader) && null,
  refresh: async () => window.B2B.refresh().then(() => null),
  calculated: async () => calculated,
};

createInterface({ input: process.stdin }).on("line", async (line) => {
  const [name, value] = JSON.parse(line);
  const answer = await commands[name](value).catch((fault) => ({ crash: String(fault.stack) }));
  const text = JSON.stringify(answer === undefined ? null : answer, (_key, x) => (Object.is(x, -0) ? "-0" : x));
  process.stdout.write(`${text}\n`);
}).on("close", () => process.exit(0));

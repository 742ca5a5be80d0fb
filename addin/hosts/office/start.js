// The functions as Excel calls them, and what the pane and the ribbon do with them.

// How the person reads, and where the server is.
const reader = {
  lang: "en",
  locale: "en-US",
  currency: null,
  formats: false,
  address: location.origin,
  credential: async () => stored("kpi-key"),
  failed: (kind) => {
    if (kind === "UPSTREAM") probe(1);
  },
};

/** Learn what this Excel is: its languages, and whether it shows numbers with their format. */
function meet() {
  forget(); // answers hold words in the language that was
  const context = (typeof Office === "object" && Office.context) || {};
  reader.lang = (context.displayLanguage || "en").toLowerCase().startsWith("fr") ? "fr" : "en";
  reader.locale = context.contentLanguage || context.displayLanguage || "en-US";
  reader.formats = supports("CustomFunctionsRuntime", "1.4");
}

function stored(name) {
  try {
    return sessionStorage.getItem(name);
  } catch (fault) {
    return null; // storage is closed to this page
  }
}

/** Learn how the workspace writes money; without it a format says no currency. */
async function meetWorkspace() {
  try {
    const key = await reader.credential();
    const headers = key ? { authorization: `Bearer ${key}` } : {};
    const response = await fetch(`${reader.address}/v1/about`, { headers });
    if (response.ok) reader.currency = (await response.json()).currency;
  } catch (fault) {
    reader.currency = null;
  }
}

/** Wait a little for the workspace's currency: a first sheet would show amounts without it. */
function meetSoon() {
  return Promise.race([meetWorkspace(), new Promise((resolve) => setTimeout(resolve, LIMITS.meeting))]);
}

function local(name, signature) {
  const { unit } = B2B_CORE.declared.functions[name];
  return (...given) => {
    const found = B2B_CORE.compute(name, argumentsOf(given, signature), reader.lang, reader.locale);
    if (found.e) throw shownError(found);
    return formatted(found.v, unit);
  };
}

function remote(name, { gives, ...signature }) {
  return async (...given) => {
    const args = argumentsOf(given, signature);
    if (gives === "table") {
      const answer = await ask(name, args);
      await meeting;
      return spilled(answer);
    }
    const { across, calls } = B2B_CORE.spread(args);
    const found = await Promise.all(calls.map((call) => ask(name, call)));
    await meeting;
    if (found.length === 1 && found[0].error) throw shownError(found[0].error);
    const cells = found.map(({ value, unit, error }) => {
      if (error) return shownError(error);
      return value === null ? "" : formatted(value, unit);
    });
    const rows = [];
    for (let i = 0; i < cells.length; i += across) rows.push(cells.slice(i, i + across));
    return rows;
  };
}

function spilled({ value, unit, error }) {
  if (error) throw shownError(error);
  // A question in words may have one answer.
  return Array.isArray(value) ? table(value, unit) : [[formatted(value, unit)]];
}

/** Ask everything again, as Ctrl+Alt+F9 does. */
async function refresh() {
  forget();
  meeting = meetSoon();
  await meeting;
  if (typeof Excel !== "object") return;
  await Excel.run(async (context) => {
    context.workbook.application.calculate(Excel.CalculationType.full);
    await context.sync();
  });
}

let scheduled = null;

/** Refresh every so many minutes; 0 stops. */
function every(minutes) {
  clearInterval(scheduled);
  scheduled = minutes > 0 ? setInterval(refresh, minutes * 60000) : null;
}

let probing = false;

/** Once the server failed, look now and then whether it is back, then refresh what it failed. */
async function probe(tries) {
  if (probing && tries === 1) return;
  probing = true;
  const pause = Math.min(60000, LIMITS.probe * 2 ** tries) * (0.5 + Math.random());
  await new Promise((resolve) => setTimeout(resolve, pause));
  const found = await post([], Date.now() + LIMITS.request).catch(() => null);
  if (found && found.results) {
    probing = false;
    await B2B.refresh();
  } else {
    await probe(tries + 1);
  }
}

const B2B = { refresh, every, reader, limits: LIMITS };
(typeof window === "object" ? window : globalThis).B2B = B2B;

for (const [name, signature] of Object.entries(OFFICE.signatures)) {
  CustomFunctions.associate(name, signature.local ? local(name, signature) : remote(name, signature));
}

meet();
let meeting = meetSoon();
if (typeof Office === "object" && Office.onReady) {
  Office.onReady(() => {
    meet();
    // The ribbon's button.
    if (Office.actions) {
      Office.actions.associate("B2B_REFRESH", (event) => refresh().then(() => event.completed()));
    }
  });
}

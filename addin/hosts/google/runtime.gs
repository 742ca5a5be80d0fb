// What the functions above have in common. A name that ends with "_" is not offered in cells.

/** The reader's language, and how the spreadsheet writes numbers. */
function b2bLang_() {
  return String(Session.getActiveUserLocale() || "en").toLowerCase().startsWith("fr") ? "fr" : "en";
}

function b2bLocale_() {
  return SpreadsheetApp.getActive().getSpreadsheetLocale().replace("_", "-");
}

/** Arguments as the core reads them: a blank is null, a date the number behind it, one cell a cell. */
function b2bArguments_(given) {
  const read = (value) => {
    if (value === "" || value === undefined || value === null) return null;
    if (value instanceof Date) return b2bSerial_(value);
    return value;
  };
  const args = Array.from(given, (value) => {
    if (!Array.isArray(value)) return read(value);
    if (value.length === 1 && value[0].length === 1) return read(value[0][0]);
    return value.map((row) => row.map(read));
  });
  while (args.length > 0 && args[args.length - 1] === null) args.pop();
  return args;
}

/** Days since 1899-12-30 on the spreadsheet's own clock. */
function b2bSerial_(date) {
  const zone = SpreadsheetApp.getActive().getSpreadsheetTimeZone();
  const local = Utilities.formatDate(date, zone, "yyyy-MM-dd'T'HH:mm:ss");
  return (Date.parse(local + "Z") - Date.UTC(1899, 11, 30)) / 86400000;
}

/** Compute a function that needs no data: no network. */
function b2bLocal_(name, given) {
  const found = B2B_CORE.compute(name, b2bArguments_(given), b2bLang_(), b2bLocale_());
  if (found.e !== undefined) throw new Error(found.message);
  return found.v;
}

/** Ask for one answer: a number, a text or a table. */
function b2bOne_(name, given) {
  const [answer] = b2bAsk_(name, [b2bArguments_(given)]);
  if (answer.message !== undefined) throw new Error(answer.message);
  return Array.isArray(answer.value) ? answer.value.map((row) => row.map(b2bShown_)) : b2bShown_(answer.value);
}

/** Ask for one answer a cell of the ranges given, all in one request. */
function b2bEach_(name, given) {
  const { down, across, calls } = B2B_CORE.spread(b2bArguments_(given));
  const answers = b2bAsk_(name, calls);
  if (down === 1 && across === 1) {
    if (answers[0].message !== undefined) throw new Error(answers[0].message);
    return b2bShown_(answers[0].value);
  }
  // A cell of a range cannot hold an error here: a text that begins like one stands for it.
  const cells = answers.map((a) => (a.message === undefined ? b2bShown_(a.value) : `${a.code} ${a.message}`));
  return Array.from({ length: down }, (_, i) => cells.slice(i * across, (i + 1) * across));
}

function b2bShown_(value) {
  return value === null || value === undefined ? "" : value;
}

/** The server's answers to rows of arguments, in order; what is known since a while is not asked again. */
function b2bAsk_(name, rows) {
  const asked = { lang: b2bLang_(), locale: b2bLocale_(), calls: [{ fn: name, rows: rows }] };
  const body = JSON.stringify(asked);
  const cache = CacheService.getDocumentCache() || CacheService.getScriptCache();
  const { url, key: credential, round } = b2bSettings_();
  const key = "b2b:" + b2bDigest_([round, url, body].join(" "));
  const known = cache.get(key);
  if (known !== null) return JSON.parse(known);
  const { values, errors } = b2bFetched_("/v1/cells", body, credential).results[0];
  const answers = values.map((value, i) => {
    const error = errors[String(i)];
    return error ? { code: error.code, message: error.message } : { value: value };
  });
  const text = JSON.stringify(answers);
  // A key holds 100 KB; what failed is asked again.
  if (text.length < B2B.mostCached && Object.keys(errors).length === 0) cache.put(key, text, B2B.seconds);
  return answers;
}

function b2bDigest_(text) {
  const bytes = Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, text, Utilities.Charset.UTF_8);
  return Utilities.base64Encode(bytes);
}

/** Where the server is and this document's key: never in a cell, never in the page. */
function b2bSettings_() {
  const kept = PropertiesService.getScriptProperties();
  const id = SpreadsheetApp.getActive().getId();
  const of = (name) => kept.getProperty(name) || "";
  return { url: of("B2B_URL") || B2B.url, key: of("B2B_KEY_" + id), round: of("B2B_ROUND_" + id) };
}

/** One request, tried again while that can help and the cell's 30 seconds last. */
function b2bFetched_(path, body, credential) {
  const until = Date.now() + B2B.patience;
  for (let attempt = 0; ; attempt += 1) {
    const { said, trouble, wait } = b2bOnce_(path, body, credential);
    if (trouble === undefined) return said;
    const pause = Math.max(wait, 400 * 2 ** attempt * (0.5 + Math.random()));
    if (wait < 0 || Date.now() + pause > until) throw new Error(trouble);
    Utilities.sleep(pause);
  }
}

/** Ask once: what was said, or the trouble, and how long to wait (less than 0: asking again is no use). */
function b2bOnce_(path, body, credential) {
  const words = (name) => B2B.messages[name][b2bLang_()];
  const headers = credential ? { Authorization: "Bearer " + credential } : {};
  const options = { method: "post", contentType: "application/json", payload: body, headers: headers,
    muteHttpExceptions: true, followRedirects: false };
  let answer;
  try {
    answer = UrlFetchApp.fetch(b2bSettings_().url + path, /** @type {any} */ (options));
  } catch (fault) {
    // Too many requests today is Google's own limit: its words say so.
    const limit = /too many times|bandwidth/i.test(String(fault));
    return { trouble: limit ? words("QUOTA") : words("UNANSWERED"), wait: limit ? -1 : 0 };
  }
  const status = answer.getResponseCode();
  if (status === 401 || status === 403) return { trouble: words("REFUSED"), wait: -1 };
  if ([408, 425, 429, 500, 502, 503, 504].includes(status)) {
    const headersOf = answer.getHeaders();
    const after = Number(headersOf["Retry-After"] || headersOf["retry-after"] || 0);
    return { trouble: words("UNANSWERED"), wait: after * 1000 };
  }
  try {
    const said = JSON.parse(answer.getContentText());
    if (status === 200) return { said: said };
    return { trouble: said.message ? said.message[b2bLang_()] : words("UNANSWERED"), wait: -1 };
  } catch {
    return { trouble: words("UNANSWERED"), wait: 0 };
  }
}

/** The menu, when the document is opened. */
function onOpen() {
  const words = (name) => B2B.messages[name][b2bLang_()];
  SpreadsheetApp.getUi()
    .createMenu("B2B KPI")
    .addItem(words("OPEN"), "b2bOpen")
    .addItem(words("REFRESH"), "b2bRefresh")
    .addSeparator()
    .addItem(words("SETTINGS"), "b2bConnect")
    .addToUi();
}

/** Show the sidebar. */
function b2bOpen() {
  const page = HtmlService.createHtmlOutputFromFile("Sidebar").setTitle("B2B KPI");
  SpreadsheetApp.getUi().showSidebar(page);
}

/** Ask the data again: what is remembered is forgotten, and each formula over the data is put anew. */
function b2bRefresh() {
  const sheet = SpreadsheetApp.getActive();
  const names = B2B.data.join("|");
  const found = sheet.createTextFinder(`(${names})\\(`).useRegularExpression(true).matchFormulaText(true).findAll();
  // What is remembered is kept under the round of questions it came from.
  PropertiesService.getScriptProperties().setProperty("B2B_ROUND_" + sheet.getId(), String(Date.now()));
  const formulas = found.map((range) => range.getFormula());
  found.forEach((range) => range.clearContent());
  SpreadsheetApp.flush();
  found.forEach((range, i) => range.setFormula(formulas[i]));
  return found.length;
}

/** Ask for the server's address and this document's key. */
function b2bConnect() {
  const ui = SpreadsheetApp.getUi();
  const kept = PropertiesService.getScriptProperties();
  const words = (name) => B2B.messages[name][b2bLang_()];
  const url = ui.prompt("B2B KPI", words("ASK_URL") + " (" + b2bSettings_().url + ")", ui.ButtonSet.OK_CANCEL);
  if (url.getSelectedButton() !== ui.Button.OK) return;
  const address = url.getResponseText().trim().replace(/\/+$/, "");
  if (address && !/^https:\/\/[^\s/]+$/.test(address)) {
    ui.alert(words("NOT_HTTPS"));
    return;
  }
  const key = ui.prompt("B2B KPI", words("ASK_KEY"), ui.ButtonSet.OK_CANCEL);
  if (key.getSelectedButton() !== ui.Button.OK) return;
  if (address) kept.setProperty("B2B_URL", address);
  const id = "B2B_KEY_" + SpreadsheetApp.getActive().getId();
  if (key.getResponseText().trim()) kept.setProperty(id, key.getResponseText().trim());
}

/** For the sidebar: where its pane is, and what it lists where the pane cannot be had. */
function b2bSidebarStart() {
  const lang = b2bLang_();
  const functions = B2B.functions.map((f) => ({ name: f.name, title: f.title[lang], text: f.text[lang],
    parameters: f.parameters.map((p) => ({ title: p.title[lang], optional: p.optional })) }));
  return { lang: lang, url: b2bSettings_().url, functions: functions };
}

/**
 * For the sidebar: who the user is, signed by Google.
 *
 * For the server that this script was published for, alone: any editor of the document may write
 * another address in the settings, and would be sent everybody's token.
 */
function b2bSidebarToken() {
  return b2bSettings_().url === B2B.url ? ScriptApp.getIdentityToken() : null;
}

/** For whoever keeps the server, run from the editor: log the name that this script's tokens are made for. */
function b2bAudience() {
  const claims = Utilities.base64DecodeWebSafe(ScriptApp.getIdentityToken().split(".")[1]);
  Logger.log(JSON.parse(Utilities.newBlob(claims).getDataAsString()).aud);
}

/** The range that an address names, in its own tab or in the one that is shown. */
function b2bRange_(address) {
  const parts = B2B_ADDRESS.exec(address);
  if (!parts) throw new Error(address);
  const book = SpreadsheetApp.getActive();
  const tab = (parts[1] || "").replace(/^'|'$/g, "").replace(/''/g, "'");
  return (tab ? book.getSheetByName(tab) : book.getActiveSheet()).getRange(parts[2]);
}

/** An address as people type it: a tab perhaps, then a cell, a block of them or columns. */
const B2B_ADDRESS = /^(?:('(?:[^']|'')+'|[\p{L}\p{N}_.]+)!)?(\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}(?:\$?\d{1,7})?)?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3})$/iu;

/** For the sidebar: what stands in some cells, as a function would read it. */
function b2bSidebarValues(address) {
  const read = b2bArguments_([b2bRange_(address).getValues()]);
  return Array.isArray(read[0]) ? read[0] : [[read.length > 0 ? read[0] : null]];
}

/** For the sidebar: put a formula of ours into the active cell. */
function b2bSidebarInsert(name, given) {
  if (!B2B.functions.some((f) => f.name === name)) throw new Error(name);
  const english = b2bLocale_().startsWith("en");
  const written = (value) => {
    if (value === null) return "";
    if (typeof value === "number") return english ? String(value) : String(value).replace(".", ",");
    if (typeof value === "string") return `"${value.replace(/"/g, '""')}"`;
    if (!B2B_ADDRESS.test(value.cells)) throw new Error(String(value.cells));
    return value.cells;
  };
  const args = given.map(written);
  while (args.length > 0 && args[args.length - 1] === "") args.pop();
  SpreadsheetApp.getActive().getActiveCell().setFormula(`=${name}(${args.join(english ? "," : ";")})`);
}

/** For the sidebar: the cells of ours in error, in every tab, with what they say of it. */
function b2bSidebarFaults() {
  const found = [];
  for (const sheet of SpreadsheetApp.getActive().getSheets()) {
    const used = sheet.getDataRange();
    const formulas = used.getFormulas();
    used.getDisplayValues().forEach((row, i) => row.forEach((shown, j) => {
      const error = /^(#(?:N\/A|[A-ZÀ-Ý0-9/]+[!?]))(?:\s+(.+))?$/s.exec(shown);
      if (!error) return;
      // Inside a range of ours there is no formula, and the text says what is wrong.
      const ours = formulas[i][j] ? /\bB2B_/i.test(formulas[i][j]) : error[2] !== undefined;
      if (!ours) return;
      found.push({ tab: sheet.getName(), place: used.getCell(i + 1, j + 1).getA1Notation(), code: error[1],
        why: error[2] || null, formula: formulas[i][j] });
    }));
  }
  return found;
}

/** For the sidebar: show a cell. */
function b2bSidebarGo(tab, place) {
  SpreadsheetApp.getActive().getSheetByName(tab).getRange(place).activate();
}

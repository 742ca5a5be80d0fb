/**
 * The conversation: what is asked in words, its reply, and what a follow-up goes on from.
 *
 * What was said lives in this page alone: it outlives a change of tab, and nothing keeps it.
 *
 * @typedef {import("./api.js").Kpi} Kpi
 * @typedef {import("./api.js").Reply} Reply
 * @typedef {import("./sheet.js").Sheet} Sheet
 * @typedef {{kpis: Map<string, Kpi>, focus: string[], locale: string, rows: number, sheet: Sheet | null}} Around
 * @typedef {{said: string, body: {question?: string, pick?: object, lang?: string}}} Asked
 */

import { converse, Trouble } from "./api.js";
import { announce, byId, fill, h } from "./dom.js";
import { lang, say } from "./language.js";
import { askKey, hideNotice } from "./notice.js";
import { shownReply } from "./reply.js";

/** What is said while each stage lasts; a stage that this page does not know is only work. */
const STAGES = { reading: "stageReading", model: "stageModel", data: "stageData", phrasing: "stagePhrasing" };
const LONGEST = 2000;

/** @type {object | null} what the last answer was about: the server's own words, sent back to it */
let context = null;
/** @type {AbortController | null} */
let asking = null;

/** Show the chat, ready for a question. @param {Around} around */
export function showChat(around) {
  const box = h("textarea", {
    id: "question",
    rows: 1,
    maxlength: LONGEST,
    autocomplete: "off",
    "aria-describedby": "question-hint",
    placeholder: say("questionExample"),
  });
  const send = h("button", { id: "send" }, say("ask"));
  const stop = h("button", { id: "stop", type: "button", class: "quiet", hidden: true, onclick: () => asking?.abort() }, say("stop"));
  const form = byId("chat-form");
  const turns = byId("chat-turns");
  turns.setAttribute("aria-label", say("conversation"));
  fill(
    form,
    h("label", { for: "question", class: "unseen" }, say("question")),
    h("div", { class: "composer-box" }, box, send, stop),
    h("p", { id: "question-hint", class: "hint" }, say("questionHint")),
  );

  const busy = (/** @type {boolean} */ is) => {
    send.hidden = is;
    stop.hidden = !is;
    if (is) byId("chat").setAttribute("aria-busy", "true");
    else byId("chat").removeAttribute("aria-busy");
  };

  const put = async (/** @type {Asked} */ asked) => {
    asking?.abort();
    const mine = (asking = new AbortController());
    byId("chat-welcome").hidden = true;
    fresh.hidden = false;
    const answer = h("div", { class: "reply" });
    const turn = h("li", { class: "turn" }, h("h3", { class: "asked" }, h("span", { class: "unseen" }, say("youAsked"), " "), h("span", { class: "words" }, asked.said)), answer);
    turns.append(turn);
    fill(answer, working("stageReading"));
    turn.scrollIntoView({ block: "nearest" });
    busy(true);
    try {
      const body = { prefer: lang, ...asked.body, ...(context ? { context } : {}) };
      const reply = await converse(body, (stage) => mine === asking && stage in STAGES && fill(answer, working(STAGES[stage])), mine.signal);
      if (mine !== asking) return;
      show(answer, reply, asked);
    } catch (error) {
      if (mine.signal.aborted) fill(answer, stopped(asked));
      else if (error instanceof Trouble) fill(answer, trouble(error, asked));
      else throw error;
    } finally {
      if (mine === asking) {
        asking = null;
        busy(false);
        turn.scrollIntoView({ block: "start" });
      }
    }
  };

  const show = (/** @type {HTMLElement} */ answer, /** @type {Reply} */ reply, /** @type {Asked} */ asked) => {
    const pick = (/** @type {import("./api.js").Option} */ option) => put({ said: option.label, body: { pick: option, lang: reply.lang } });
    try {
      fill(answer, shownReply(reply, { ...around, pick, said: asked.said }));
    } catch {
      // Not a reply of ours, whoever sent it.
      fill(answer, trouble(new Trouble(say("unexpected", { status: 200 }), 200), asked));
      return;
    }
    if (reply.context && typeof reply.context === "object") context = reply.context;
    const options = reply.options.length;
    announce(options > 0 ? `${reply.text} ${say("optionsBelow", { n: options })}` : reply.text);
  };

  /** Write the question in the box again, to be changed or sent as it is. @param {Asked} asked */
  const again = (asked) => h("button", { type: "button", class: "quiet", onclick: () => put(asked) }, say("retry"));

  const stopped = (/** @type {Asked} */ asked) => {
    announce(say("stopped"));
    return h("p", { class: "soft" }, say("stopped"), " ", again(asked));
  };

  const trouble = (/** @type {Trouble} */ { message, status, wait }, /** @type {Asked} */ asked) => {
    const key = () =>
      askKey(() => {
        hideNotice();
        box.focus();
        return put(asked);
      });
    const sentence = status === 429 ? say("tooFast", { n: Math.max(1, wait) }) : message;
    const button = status === 401 ? h("button", { type: "button", class: "quiet", onclick: key }, say("giveKey")) : again(asked);
    return h("div", {}, h("p", { class: "trouble", role: "alert" }, sentence), h("p", {}, button));
  };

  const ask = () => {
    const question = box.value.trim();
    if (!question || asking) return;
    box.value = "";
    void put({ said: question, body: { question } });
  };
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    ask();
  });
  box.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    // Enter that ends a word being composed sends nothing.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    ask();
  });
  form.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || !asking) return;
    asking.abort();
    box.focus();
  });
  const renew = () => {
    asking?.abort();
    asking = null;
    busy(false);
    context = null;
    fill(turns);
    byId("chat-welcome").hidden = false;
    fresh.hidden = true;
    announce(say("newStarted"));
    box.focus();
  };
  const fresh = h("button", { type: "button", class: "quiet", id: "new-conversation", hidden: turns.children.length === 0, onclick: renew }, say("newConversation"));
  fill(byId("chat-new"), fresh);
  fill(byId("chat-welcome"), ...welcome(around, (question) => put({ said: question, body: { question } })));
  byId("chat").hidden = false;
}

/** @param {keyof typeof import("./words.js").WORDS} stage */
const working = (stage) => h("p", { class: "working", role: "status" }, say(stage));

/**
 * Say what can be asked, with questions on the KPIs that this server declares.
 *
 * @param {Around} around @param {(question: string) => unknown} ask
 */
function welcome({ kpis, focus, rows }, ask) {
  const named = focus.flatMap((id) => kpis.get(id) ?? []);
  const short = (/** @type {Kpi | undefined} */ kpi) => /\(([^()]+)\)/.exec(kpi?.title ?? "")?.[1] ?? kpi?.title ?? "";
  const by = (/** @type {string} */ id) => short(named.find((kpi) => kpi.id.startsWith(id)) ?? named[0]);
  const questions =
    rows > 0
      ? [
          say("firstOpen"),
          say("firstValue", { kpi: by("cpl") }),
          say("firstRank", { kpi: by("cpl") }),
          say("firstTrend", { kpi: by("lead_volume") }),
          say("firstWhy", { kpi: by("cac") }),
          say("firstDefine", { kpi: by("cac") }),
        ]
      : [say("firstDefine", { kpi: by("cac") }), say("firstCatalogue")];
  const button = (/** @type {string} */ question) => h("li", {}, h("button", { type: "button", class: "suggestion", onclick: () => ask(question) }, question));
  return [
    h("p", { class: "lead" }, say("chatLead")),
    h("p", { class: "soft" }, say("chatPromise")),
    h("h3", { class: "suggestions-title" }, say("startWith")),
    h("ul", { class: "suggestions", lang }, ...questions.map(button)),
  ];
}

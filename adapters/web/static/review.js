// What a check found, as the author sees it: the marked text beside the result, and every finding with its decision.
// Offsets here are UTF-16 units of the values that were checked.
import { make, say } from "./words.js";

const labelsOf = document.getElementById("labels")?.dataset;

// `found`: { review, values, decisions, labels }, by field; `acts`: { decide(field, stretches, action), generalise }.
export function showReview(found, acts) {
  const focused = document.activeElement?.dataset?.focus;
  const spans = Object.entries(found.review.fields).flatMap(([name, part]) => marked(name, part, found));
  texts(found, spans, acts);
  lists(spans, acts);
  timeline(found);
  risk(found, acts);
  document.getElementById("review").hidden = false;
  if (focused) document.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

// Every marked stretch of one field, sorted: what the server found, and what the author redacts beside it.
function marked(name, part, { values, decisions }) {
  const text = values.get(name) ?? "";
  const mine = decisions.get(name) ?? [];
  const found = part.spans.map((span) => {
    const decision = mine.find((d) => d.start <= span.start && d.end >= span.end);
    const state = decision?.action ?? (span.undecided ? "undecided" : "redact");
    return { ...span, name, text: text.slice(span.start, span.end), state };
  });
  const same = (d) => found.some((span) => d.start === span.start && d.end === span.end);
  const byHand = mine
    .filter((d) => d.action === "redact" && !same(d))
    .map((d) => ({ ...d, name, text: text.slice(d.start, d.end), tier: "hand", state: "hand" }));
  const withContext = (span) => ({ ...span, before: before(text, span.start), after: after(text, span.end) });
  const outside = found.filter((span) => !byHand.some((d) => d.start < span.end && d.end > span.start));
  return [...outside, ...byHand].sort((a, b) => a.start - b.start).map(withContext);
}

const AROUND = 24; // characters of the text on each side of a finding, cut at a word

function before(text, start) {
  const words = text.slice(Math.max(0, start - AROUND), start).replace(/\s+/g, " ");
  return start > AROUND ? `… ${words.replace(/^\S*\s/, "")}` : words;
}

function after(text, end) {
  const words = text.slice(end, end + AROUND).replace(/\s+/g, " ");
  return end + AROUND < text.length ? `${words.replace(/\s\S*$/, "")} …` : words;
}

function texts({ review, values, labels }, spans, acts) {
  const pairs = Object.entries(review.fields).map(([name, part]) => {
    const mine = spans.filter((span) => span.name === name);
    const pair = make("div", mine.length ? "pair" : "pair same");
    const source = pane(mine.length ? labelsOf.marked : labelsOf.same, mine.length ? "pane" : "pane result");
    source.body.dataset.marked = name;
    source.body.append(...pieces(values.get(name) ?? "", mine, acts));
    if (!mine.length) {
      pair.append(make("h3", "", labels.get(name) ?? name), source);
      return pair;
    }
    const result = pane(labelsOf.result, "pane result");
    result.body.append(...resultPieces(part.result));
    pair.append(make("h3", "", labels.get(name) ?? name), source, result);
    return pair;
  });
  const hint = make("p", "small", labelsOf.missed);
  document.getElementById("texts").replaceChildren(hint, ...pairs);
}

function pane(title, className) {
  const element = make("div", className);
  element.body = make("div", "body");
  element.append(make("h4", "", title), element.body);
  return element;
}

// The author's own text with a button for each mark. Nothing is added to it, so that offsets hold.
function pieces(text, spans, acts) {
  const parts = [];
  let at = 0;
  for (const span of spans) {
    if (span.start < at) continue;
    parts.push(text.slice(at, span.start));
    const mark = make("span", `mark ${span.state}`, span.text);
    mark.role = "button";
    mark.tabIndex = 0;
    mark.dataset.focus = `mark-${span.name}-${span.start}`;
    mark.setAttribute("aria-label", describe(span));
    mark.title = describe(span);
    const toggle = () => {
      const next = span.state === "hand" ? null : span.state === "redact" ? "keep" : "redact";
      acts.decide(span.name, [span], next);
    };
    mark.addEventListener("click", () => getSelection().isCollapsed && toggle());
    mark.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      toggle();
    });
    parts.push(mark);
    at = span.end;
  }
  return [...parts, text.slice(at)];
}

function describe({ text, kind, state, replacement }) {
  if (state === "hand") return `${text}: ${say("byHand")}`;
  const what = { redact: `${say("becomes")} ${replacement}`, keep: say("stays"), undecided: say("undecided") }[state];
  return `${text}: ${kind}, ${what}`;
}

// The result, with what stands in the place of something taken out set apart.
function resultPieces(result) {
  return result.split(/(\[[A-Z][A-Z0-9 '/-]*\])/).map((part, at) => (at % 2 ? make("span", "label", part) : part));
}

// Equal words of one kind are one line and one decision, in whichever fields they stand.
function grouped(spans) {
  const groups = new Map();
  for (const span of spans) {
    const key = `${span.tier}|${span.kind ?? ""}|${span.text.toLowerCase()}`;
    groups.set(key, [...(groups.get(key) ?? []), span]);
  }
  return [...groups.entries()];
}

function lists(spans, acts) {
  const doubtful = grouped(spans.filter((span) => span.tier === "ask"));
  const place = document.getElementById("doubtful");
  const list = make("ul", "spans");
  list.append(...doubtful.map(([key, group]) => line(key, group, acts)));
  place.replaceChildren(...(doubtful.length ? [make("h3", "", labelsOf.doubt), list] : []));

  const rest = grouped(spans.filter((span) => span.tier !== "ask"));
  const taken = document.getElementById("taken");
  const count = rest.length;
  taken.querySelector("summary").textContent =
    count === 0 ? labelsOf.none : count === 1 ? labelsOf.one : labelsOf.many.replace("{n}", count);
  taken.querySelector("ul").replaceChildren(...rest.map(([key, group]) => line(key, group, acts)));
}

function line(key, group, acts) {
  const [span] = group;
  const state = group.some((one) => one.state === "undecided") ? "undecided" : span.state;
  const item = make("li", state);
  const what = make("span", "what");
  const times = group.length > 1 ? ` (${say("times", { n: group.length })})` : "";
  const becomes = span.state === "hand" ? say("byHand") : `${span.kind}${times} → ${span.replacement}`;
  const around = make("span", "around");
  around.append(span.before, make("b", "", span.text), span.after);
  what.append(around, make("span", "small", becomes));
  const choice = make("span", "choice");
  choice.role = "group";
  choice.setAttribute("aria-label", span.text);
  const offered = span.state === "hand" ? [["undo", null]] : [["redact", "redact"], ["keep", "keep"]];
  for (const [word, action] of offered) {
    const button = make("button", "", say(word));
    button.type = "button";
    button.dataset.focus = `${word}-${key}`;
    if (action) button.setAttribute("aria-pressed", String(state === action));
    button.addEventListener("click", () => {
      for (const name of new Set(group.map((one) => one.name))) {
        acts.decide(name, group.filter((one) => one.name === name), action);
      }
    });
    choice.append(button);
  }
  item.append(what, choice);
  return item;
}

function timeline({ review, values }) {
  const place = document.getElementById("timeline");
  place.hidden = !review.timeline.length;
  place.querySelector("ul").replaceChildren(
    ...review.timeline.map(({ field, start, end, label }) => {
      const item = make("li");
      item.append(make("b", "", label), make("span", "", (values.get(field) ?? "").slice(start, end)));
      return item;
    }),
  );
}

const RISK = { low: "riskLow", raised: "riskRaised", high: "riskHigh" };

function risk({ review, values }, acts) {
  const place = document.getElementById("risk");
  place.hidden = !review.risk.reasons.length && review.risk.level === "low";
  place.querySelector("p").textContent = say(RISK[review.risk.level]);
  place.querySelector("ul").replaceChildren(
    ...review.risk.reasons.map((reason) => {
      const item = make("li");
      const words = (values.get(reason.field) ?? "").slice(reason.start, reason.end);
      const what = make("span");
      what.append(make("b", "", words), " ", make("span", "small", reason.code));
      item.append(what);
      if (reason.instead !== null) {
        const button = make("button", "", say("write", { text: reason.instead }));
        button.type = "button";
        button.addEventListener("click", () => acts.generalise(reason));
        item.append(button);
      }
      return item;
    }),
  );
}

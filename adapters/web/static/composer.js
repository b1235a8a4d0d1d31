// A form: what was typed stays on this page until the server says that it is saved. A text about a patient is checked
// before it is published; any other is checked where the server asks back.
import { fragment } from "./answer.js";
import { once, send } from "./net.js";
import { lineFeeds, shifted, toPoints, toUnits } from "./offsets.js";
import { showReview } from "./review.js";
import { onSelection } from "./select.js";
import { banner, make, say } from "./words.js";

const AFTER_EDIT = 900; // milliseconds of quiet before an edited text is checked again
const AFTER_DECISION = 60;
const PASTED = 40; // characters from which a paste is a case rather than a word

const form = document.getElementById("form");
const texts = new Map(); // name -> { box, value, begin, decisions: [{ start, end, action }] in UTF-16 units }
const page = {
  composer: false, // published only after a check
  checked: null, // the values that the present review is about
  review: null,
  turn: 0, // of the latest check
  busy: false, // a check is on its way
  sending: false,
  done: false,
};
let timer = 0;

export function start() {
  if (!form || "query" in form.dataset) return;
  page.composer = "composer" in form.dataset;
  for (const box of form.querySelectorAll("[data-text]")) begin(box);
  form.addEventListener("submit", publish);
  form.addEventListener("input", (event) => unmark(event.target));
  document.getElementById("check")?.addEventListener("click", () => check(true));
  document.querySelectorAll(".sample").forEach((button) => button.addEventListener("click", () => sample(button)));
  addEventListener("beforeunload", (event) => {
    if (!page.done && [...texts.values()].some(({ value, begin }) => value !== begin)) event.preventDefault();
  });
  onSelection(({ element }) =>
    element.dataset.marked ? ({ start, end }) => decide(element.dataset.marked, [{ start, end }], "redact") : null,
  );
  if (page.composer) form.querySelector("[data-text]")?.focus({ preventScroll: true });
  tell();
}

function begin(box) {
  const entry = { box, value: box.value, begin: box.value, decisions: [] };
  texts.set(box.name, entry);
  box.addEventListener("input", () => edited(entry));
  box.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text") ?? "";
    if (page.composer && pasted.length >= PASTED) later(0);
  });
  const cut = make("button", "redact-selection", say("redact"));
  cut.type = "button";
  cut.hidden = true;
  box.closest(".field").append(cut);
  const offer = () => {
    const word = box.value.slice(box.selectionStart, box.selectionEnd).trim();
    cut.hidden = !word || (!page.composer && !page.review);
    cut.textContent = say("selected", { text: word.length > 24 ? `${word.slice(0, 23)}…` : word });
  };
  for (const kind of ["select", "keyup", "pointerup"]) box.addEventListener(kind, () => setTimeout(offer));
  cut.addEventListener("click", () => {
    cut.hidden = true;
    decide(box.name, [{ start: box.selectionStart, end: box.selectionEnd }], "redact");
  });
}

// Decisions stay with their words while the text around them changes.
function edited(entry) {
  const value = lineFeeds(entry.box.value);
  entry.decisions = shifted(entry.decisions, entry.value, value);
  entry.value = value;
  if (page.review) later(AFTER_EDIT);
  tell();
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(() => check(false), pause);
}

// The author's word on stretches of one text; null takes it back.
function decide(name, stretches, action) {
  const entry = texts.get(name);
  for (const { start, end } of stretches) {
    entry.decisions = entry.decisions.filter((known) => known.end <= start || known.start >= end);
    if (action) entry.decisions.push({ start, end, action });
  }
  if (page.review) {
    draw();
    if (left() === 0) banner(""); // now, and not under the finger that goes to the next button
    later(AFTER_DECISION);
  } else {
    later(0);
  }
}

function fields() {
  const found = Object.fromEntries(new FormData(form));
  for (const [name, { value }] of texts) found[name] = value;
  return found;
}

function request() {
  const decisions = {};
  for (const [name, { value, decisions: mine }] of texts) {
    if (mine.length) decisions[name] = mine.map((d) => [toPoints(value, d.start), toPoints(value, d.end), d.action]);
  }
  const place = document.getElementById("place");
  return {
    path: form.dataset.path,
    subject: form.dataset.subject,
    channel: Number(place?.value || form.dataset.channel) || null,
    key: form.dataset.key,
    fields: fields(),
    decisions,
  };
}

// Ask the server what it would take out. `asked`: the author pressed the button, so errors are shown and focus moves.
async function check(asked) {
  clearTimeout(timer);
  if (page.sending || page.done) return;
  if (![...texts.values()].some(({ value }) => value.trim())) {
    tell(say("nothingTyped"));
    return;
  }
  const turn = ++page.turn;
  const values = snapshot();
  page.busy = true;
  tell();
  try {
    const found = await send("/api/review", request());
    if (turn !== page.turn) return;
    page.busy = false;
    banner("");
    const filled = fill(found.suggestions);
    take(found.review, values);
    if (asked) showErrors(found.errors, filled);
    if (asked && !Object.keys(found.errors).some((name) => !filled.includes(name))) {
      document.getElementById("review-title").focus({ preventScroll: true });
      document.getElementById("review").scrollIntoView({ block: "start" });
    }
    if (filled.some((name) => texts.has(name))) later(0);
  } catch (told) {
    if (turn !== page.turn) return;
    page.busy = false;
    page.checked = null;
    banner(told.message);
    showErrors(told.fields ?? {});
    tell(say("checkFailed"));
  }
}

function snapshot() {
  return new Map([...texts].map(([name, { value }]) => [name, value]));
}

// A review as it came, for the values that it was made of.
function take(review, values) {
  page.checked = values;
  page.review = review;
  for (const [name, part] of Object.entries(review.fields)) {
    const text = values.get(name) ?? "";
    for (const span of part.spans) [span.start, span.end] = [toUnits(text, span.start), toUnits(text, span.end)];
  }
  for (const entry of [...review.timeline, ...review.risk.reasons]) {
    const text = values.get(entry.field) ?? "";
    [entry.start, entry.end] = [toUnits(text, entry.start), toUnits(text, entry.end)];
  }
  draw();
  if (!fresh()) later(AFTER_EDIT);
}

function draw() {
  const decisions = new Map([...texts].map(([name, entry]) => [name, fresh() ? entry.decisions : []]));
  showReview({ review: page.review, values: page.checked, decisions, labels: labels() }, { decide, generalise });
  tell();
}

function labels() {
  return new Map([...texts].map(([name, { box }]) => [name, labelOf(box)]));
}

function labelOf(box) {
  return box.labels[0].firstChild.textContent.trim();
}

// Whether the review is about what stands in the boxes now.
function fresh() {
  return page.checked !== null && [...texts].every(([name, { value }]) => page.checked.get(name) === value);
}

// How many doubtful places have neither the server's knowledge of a decision nor one on its way.
function left() {
  if (!page.review) return 0;
  let count = 0;
  for (const [name, part] of Object.entries(page.review.fields)) {
    const mine = texts.get(name)?.decisions ?? [];
    count += part.spans.filter((s) => s.undecided && !mine.some((d) => d.start <= s.start && d.end >= s.end)).length;
  }
  return count;
}

// What is in the way of publishing, in one sentence; and the buttons after it.
function tell(sentence = "") {
  const state = document.getElementById("state");
  const publishing = document.getElementById("publish");
  const checking = document.getElementById("check");
  const waits = left();
  // Also while what was decided is being checked: a button that goes off for that moment swallows a quick tap.
  const ready = page.review ? fresh() && waits === 0 : !page.composer;
  let words = sentence;
  if (!words && page.sending) words = say("sending");
  else if (!words && page.busy) words = say("checking");
  else if (!words && page.review && fresh()) {
    words = waits === 0 ? say("leftNone") : waits === 1 ? say("leftOne") : say("leftMany", { n: waits });
  } else if (!words && page.composer) words = say("checkFirst");
  if (state.textContent !== words) state.textContent = words;
  publishing.disabled = !ready || page.sending;
  publishing.classList.toggle("primary", ready);
  checking?.classList.toggle("primary", !ready && !page.review);
}

// What was found in the text goes into fields that are still empty, in plain sight.
function fill(suggestions) {
  const filled = [];
  for (const [name, value] of Object.entries(suggestions)) {
    const box = form.elements[name];
    if (!box || box.value || box.dataset.touched) continue;
    box.value = value;
    if (box.value !== value) continue;
    box.classList.add("was-filled");
    const entry = texts.get(name);
    if (entry) entry.value = value;
    const field = box.closest(".field");
    field.querySelector(".filled-note")?.remove();
    field.append(make("p", "filled-note", say("filled")));
    filled.push(name);
  }
  const place = document.getElementById("filled");
  if (filled.length) {
    const parts = filled.map((name) => `${labelOf(form.elements[name])}: ${form.elements[name].value}`);
    place.replaceChildren(make("strong", "", `${say("filledIn")} `), parts.join(" · "));
    place.hidden = false;
  }
  return filled;
}

function unmark(box) {
  if (!box.name) return;
  box.dataset.touched = "yes";
  box.classList.remove("was-filled");
  box.closest(".field")?.querySelector(".filled-note")?.remove();
  setError(box.name, "");
}

// One tap: a broader word in the author's own text.
function generalise({ field, start, end, instead }) {
  const entry = texts.get(field);
  entry.box.value = entry.value.slice(0, start) + instead + entry.value.slice(end);
  edited(entry);
  later(0);
}

function sample(button) {
  for (const name of ["text", "intervention", "outcome"]) {
    const entry = texts.get(name);
    entry.box.value = button.dataset[name];
    unmark(entry.box);
    edited(entry);
  }
  const question = texts.get("question");
  question.box.value = "";
  delete question.box.dataset.touched;
  edited(question);
  button.closest("details").open = false;
  later(0);
}

function setError(name, why) {
  const place = document.getElementById(`f-${name}-error`);
  if (!place) return;
  place.textContent = why;
  form.elements[name].toggleAttribute("aria-invalid", Boolean(why));
  if (why) form.elements[name].setAttribute("aria-invalid", "true");
}

// Every error at its field, and the focus at the first.
function showErrors(errors, but = []) {
  const named = Object.entries(errors).filter(([name]) => !but.includes(name));
  for (const place of form.querySelectorAll(".error")) setError(place.closest("[data-field]").dataset.field, "");
  for (const [name, why] of named) setError(name, why);
  const first = [...form.querySelectorAll('[aria-invalid="true"]')][0];
  if (!first) return;
  const folded = first.closest("details");
  if (folded) folded.open = true;
  first.focus();
  first.scrollIntoView({ block: "center" });
}

async function publish(event) {
  event.preventDefault();
  if (page.sending) return;
  clearTimeout(timer);
  page.sending = true;
  page.turn++; // an answer of a check that is on its way comes too late
  page.busy = false;
  const values = snapshot();
  tell();
  try {
    const answer = await send("/api/submit", request(), (words) => tell(words));
    page.done = true;
    finish(answer);
  } catch (told) {
    page.sending = false;
    banner(told.message);
    if (told.review) take(told.review, values);
    showErrors(told.fields ?? {});
    tell();
  }
}

// The page after publishing: what came of it, and the way back.
function finish(answer) {
  const work = document.getElementById("work");
  const heading = make("h1", "", say("published"));
  heading.tabIndex = -1;
  const card = make("div", "card");
  card.append(fragment(answer.html));
  work.replaceChildren(heading, card);
  banner("");
  const row = make("p", "row");
  if (answer.back) {
    const back = make("a", "button primary", say("back"));
    back.href = answer.back;
    row.append(back);
    work.append(row);
  } else if (!document.getElementById("rooms")) {
    work.append(make("p", "", say("closePage")), stayOffer());
  }
  heading.focus();
  scrollTo(0, 0);
}

function stayOffer() {
  const stay = make("button", "", say("stay"));
  stay.type = "button";
  stay.addEventListener("click", async () => {
    try {
      await once("/api/stay", {});
      stay.replaceWith(make("p", "", say("stayed")));
    } catch (told) {
      banner(told.message);
    }
  });
  return stay;
}

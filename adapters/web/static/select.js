// A selected stretch of a text, and the button beside it.
import { say } from "./words.js";

const floating = document.getElementById("selected");
let act = null;

// `find` turns the container of a selection into what to do with it, or null.
export function onSelection(find) {
  document.addEventListener("selectionchange", () => {
    const found = selected();
    const then = found && find(found);
    if (!then) return;
    act = () => then(found);
    place(found);
  });
}

export function start() {
  if (!floating) return;
  const button = floating.querySelector("button");
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const then = act;
    hide();
    getSelection().removeAllRanges();
    then?.();
  });
  document.addEventListener("selectionchange", () => {
    if (!selected()) hide();
  });
}

function hide() {
  floating.hidden = true;
  act = null;
}

// The selection within one text: the element, and where it stands in it, without white space at its ends.
function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const node = range.commonAncestorContainer;
  const element = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-locator], [data-marked]");
  if (!element) return null;
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const text = range.toString();
  const start = before.toString().length + (text.length - text.trimStart().length);
  const word = text.trim();
  return word ? { element, start, end: start + word.length, word, box: range.getBoundingClientRect() } : null;
}

function place({ word, box }) {
  const button = floating.querySelector("button");
  button.textContent = say("selected", { text: word.length > 24 ? `${word.slice(0, 23)}…` : word });
  floating.hidden = false;
  const left = Math.min(box.left, innerWidth - floating.offsetWidth - 12);
  floating.style.left = `${Math.max(8, left) + scrollX}px`;
  floating.style.top = `${box.bottom + scrollY + 8}px`;
}

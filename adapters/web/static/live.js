// Pages that change as it happens: the server says what changed, the page fetches itself anew.
import { say } from "./words.js";

// What a page shows of the store: cards, or the answer of a query that asks for nothing.
const live = () => document.getElementById("live") ?? document.querySelector("h1 + #result");

export async function refresh() {
  const here = live();
  if (!here) return;
  try {
    const response = await fetch(location.href);
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById(here.id);
    if (fresh && fresh.innerHTML !== here.innerHTML && !busy(here)) replace(here, fresh);
  } catch {
    // Not reachable just now: the next event brings it.
  }
}

// The keyboard stays where it was: on the link or button of the same words in the same card.
function replace(here, fresh) {
  const focused = here.contains(document.activeElement) ? document.activeElement : null;
  const controls = () => [...here.querySelectorAll("a, button")];
  const name = (control) => `${control.closest("article")?.id} ${control.textContent}`;
  const wanted = focused && name(focused);
  here.replaceChildren(...fresh.childNodes);
  if (focused) controls().find((control) => name(control) === wanted)?.focus({ preventScroll: true });
}

// Not under the hand of one who is selecting a word in it.
function busy(here) {
  const selection = getSelection();
  return Boolean(document.querySelector("dialog[open]")) || (!selection.isCollapsed && here.contains(selection.anchorNode));
}

export function listen() {
  if (!document.body.dataset.person || !document.getElementById("rooms")) return;
  const events = new EventSource("/events");
  const mine = `person-${document.body.dataset.person}`;
  events.addEventListener("message", (event) => {
    if (event.data === live()?.dataset.topic) refresh();
    if (event.data === mine && location.pathname !== "/") { // the front page shows it itself
      const dot = document.getElementById("new-for-you");
      dot.hidden = false;
      dot.title = say("new");
    }
  });
  addEventListener("pagehide", () => events.close());
}

// Taking a word out of what is published: selected in the text, or in a dialog that keyboard and thumb can use.
import { sure, run } from "./actions.js";
import { toPoints } from "./offsets.js";
import { onSelection } from "./select.js";
import { make, say } from "./words.js";

export function start() {
  if (!document.getElementById("redact")) return;
  onSelection(({ element }) => {
    const subject = subjectOf(element);
    return element.dataset.locator && subject ? (found) => redact(subject, element, found) : null;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-redact]");
    if (button) open(button);
  });
}

function subjectOf(element) {
  return element.closest(".card")?.querySelector("[data-redact]")?.dataset.redact ?? "";
}

async function redact(subject, element, { start, end }) {
  const text = element.textContent;
  const fields = {
    locator: element.dataset.locator,
    start: String(toPoints(text, start)),
    end: String(toPoints(text, end)),
  };
  if (await sure(say("selected", { text: text.slice(start, end) }))) await run("case redact", subject, fields);
}

function open(button) {
  const dialog = document.getElementById("redact");
  const go = document.getElementById("redact-go");
  const sources = [...button.closest(".card").querySelectorAll("[data-locator]")];
  let picked = null;
  const boxes = sources.map((source, at) => {
    const box = make("textarea");
    box.value = source.textContent;
    box.readOnly = true;
    box.rows = 3;
    box.id = `redact-${at}`;
    box.addEventListener("select", pick);
    box.addEventListener("keyup", pick);
    box.addEventListener("pointerup", () => setTimeout(pick));
    function pick() {
      const [start, end] = [box.selectionStart, box.selectionEnd];
      const word = box.value.slice(start, end).trim();
      picked = word ? { source, start, end } : null;
      go.disabled = !word;
      go.textContent = word ? say("selected", { text: word }) : say("redact");
    }
    const label = make("label", "", source.tagName === "DD" ? source.previousElementSibling.textContent : say("text"));
    label.htmlFor = box.id;
    return [label, box];
  });
  document.getElementById("redact-texts").replaceChildren(...boxes.flat());
  go.disabled = true;
  go.textContent = say("redact");
  go.onclick = async () => {
    dialog.close();
    await redact(button.dataset.redact, picked.source, picked);
  };
  dialog.showModal();
}

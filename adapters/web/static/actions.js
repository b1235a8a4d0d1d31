// Buttons that act at once: a command with a subject.
import { showAnswer, fragment } from "./answer.js";
import { refresh } from "./live.js";
import { newKey, once, send } from "./net.js";
import { banner, say } from "./words.js";

export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.path) press(button);
    else if (button?.classList.contains("copy")) copy(button);
  });
  document.getElementById("acting")?.addEventListener("change", (event) => act(event.target.value));
  document.querySelector("form[data-query]")?.addEventListener("submit", ask);
  document.getElementById("sessions")?.addEventListener("click", manage);
}

async function press(button) {
  if ("final" in button.dataset && !(await sure(button.textContent))) return;
  button.disabled = true;
  await run(button.dataset.path, button.dataset.subject);
  button.disabled = false;
}

export async function run(path, subject, fields = {}) {
  banner("");
  try {
    showAnswer(await send("/api/submit", { path, subject, fields, key: newKey() }, banner));
    banner("");
    await refresh();
  } catch (told) {
    banner(told.message);
  }
}

// Ask once more before what can't be taken back.
export function sure(label) {
  const dialog = document.getElementById("sure");
  document.getElementById("sure-title").textContent = `${label}?`;
  document.getElementById("sure-yes").textContent = label;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((settle) =>
    dialog.addEventListener("close", () => settle(dialog.returnValue === "yes"), { once: true }),
  );
}

async function copy(button) {
  const code = button.parentElement.querySelector("code");
  getSelection().selectAllChildren(code);
  await navigator.clipboard.writeText(code.textContent).then(() => (button.textContent = say("copied")), () => {});
}

async function act(person) {
  try {
    await send("/api/act", { person });
    location.reload();
  } catch (told) {
    banner(told.message);
  }
}

// A query's form: its answer stands under it.
async function ask(event) {
  event.preventDefault();
  const form = event.target;
  const fields = Object.fromEntries(new FormData(form));
  const body = { path: form.dataset.path, subject: form.dataset.subject, fields, key: newKey() };
  banner("");
  for (const place of form.querySelectorAll(".error")) place.textContent = "";
  try {
    document.getElementById("result").replaceChildren(fragment((await send("/api/submit", body)).html));
  } catch (told) {
    const named = Object.entries(told.fields);
    for (const [name, why] of named) document.getElementById(`f-${name}-error`).textContent = why;
    if (named.length) document.getElementById(`f-${named[0][0]}`).focus();
    else banner(told.message);
  }
}

async function manage(event) {
  const button = event.target.closest("button");
  if (!button) return;
  try {
    if (button.classList.contains("stay")) await once("/api/stay", {});
    else await once("/api/end", { session: button.dataset.session });
    location.reload();
  } catch (told) {
    banner(told.message);
  }
}

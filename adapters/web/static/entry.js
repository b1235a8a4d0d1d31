// The ways in: a link whose secret stands in the fragment, a pasted link, a code.
import { freshToken, once, useToken } from "./net.js";
import { redeem, secretOf } from "./relink.js";
import { banner, say } from "./words.js";

export function start() {
  const greeting = document.getElementById("greeting");
  if (!greeting) return;
  greeting.querySelector(".not-me").addEventListener("click", async () => {
    await once("/api/end", {}).catch(() => {});
    location.assign("/");
  });
  const opening = document.querySelector("[data-redeem]");
  if (opening) {
    const secret = secretOf(location.hash);
    history.replaceState(null, "", location.pathname); // before anything else: not in the history, not over a shoulder
    enter(() => redeem(secret), opening, secret);
  }
  document.getElementById("paste-link")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const place = document.getElementById("fresh");
    const secret = secretOf(place.value);
    place.value = "";
    enter(() => redeem(secret), event.target, secret);
  });
  document.getElementById("join")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const { code, handle } = event.target.elements;
    enter(() => join(code.value.trim(), handle.value.trim()), event.target, code.value.trim());
  });
}

async function join(code, handle) {
  await freshToken();
  const entered = await once("/api/join", { code, handle });
  useToken(entered.csrf);
  return entered;
}

// Come in, and say as whom.
async function enter(how, replaced, secret) {
  banner("");
  if (!secret) {
    replaced.hidden = replaced.matches("[data-redeem]");
    return banner(say("badLink"));
  }
  try {
    const entered = await how();
    const greeting = document.getElementById("greeting");
    replaced.hidden = true;
    greeting.hidden = false;
    greeting.querySelector(".who").textContent = say("youAre", { name: entered.handle });
    greeting.querySelector("a").href = entered.go;
    greeting.querySelector("a").focus();
  } catch (told) {
    if (replaced.matches("[data-redeem]")) replaced.hidden = true;
    for (const [name, why] of Object.entries(told.fields ?? {})) {
      const place = document.getElementById(`f-${name}-error`);
      if (place) place.textContent = why;
    }
    banner(told.message);
  }
}

// Talking to the server. Whatever goes wrong is told in words, and nothing that was typed depends on the answer.
import { say } from "./words.js";
import { relink } from "./relink.js";

const SAVING_PAUSE = 1500; // milliseconds between two questions whether it is saved
const SAVING_TRIES = 40;

let csrf = document.querySelector('meta[name="csrf"]').content;

export class Told extends Error {
  constructor(told) {
    super(told.message);
    this.kind = told.kind;
    this.fields = told.fields ?? {};
    this.review = told.review ?? null;
  }
}

export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function useToken(token) {
  csrf = token;
}

export async function freshToken() {
  useToken((await once("/api/token", null)).csrf);
}

// Ask once. Throws Told.
export async function once(path, body) {
  let response;
  let answer;
  try {
    response = await fetch(path, {
      method: body === null ? "GET" : "POST",
      headers: { "Content-Type": "application/json", "X-CSRF": csrf },
      body: body === null ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Told({ kind: "network", message: say("network") });
  }
  try {
    answer = await response.json();
  } catch {
    throw new Told({ kind: "broken", message: say("broken") });
  }
  if (response.status !== 200) throw new Told(answer);
  return answer;
}

// Ask, and go on by oneself where that is possible: a token that aged, a session that ended, a write that takes long.
export async function send(path, body, onSaving = () => {}) {
  let renewed = false;
  for (let saving = 0; ; ) {
    try {
      return await once(path, body);
    } catch (told) {
      if (told.kind === "token" && !renewed) {
        renewed = true;
        await freshToken();
      } else if (told.kind === "unlinked" && (await relink())) {
        renewed = false;
      } else if (told.kind === "saving" && saving < SAVING_TRIES) {
        saving++;
        onSaving(told.message);
        await new Promise((go) => setTimeout(go, SAVING_PAUSE));
      } else if (told.kind === "saving") {
        throw new Told({ kind: "saving", message: say("savingLong") });
      } else {
        throw told;
      }
    }
  }
}

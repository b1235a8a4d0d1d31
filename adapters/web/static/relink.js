// A session that ended: a fresh link is pasted in this tab, and the text stays.
import { freshToken, once, useToken } from "./net.js";
import { say } from "./words.js";

// The secret of a link, or '' where there is none.
export function secretOf(pasted) {
  const found = /#([\w-]{20,})\s*$/.exec(pasted.trim()) ?? /^([\w-]{20,})$/.exec(pasted.trim());
  return found ? found[1] : "";
}

export async function redeem(secret) {
  await freshToken();
  const entered = await once("/api/link", { secret });
  useToken(entered.csrf);
  return entered;
}

let waiting = null;

// Ask for a fresh link; whether the browser is linked again.
export function relink() {
  waiting ??= ask().finally(() => (waiting = null));
  return waiting;
}

function ask() {
  const dialog = document.getElementById("relink");
  if (!dialog) return Promise.resolve(false);
  const [link, told, go] = ["relink-link", "relink-told", "relink-go"].map((id) => document.getElementById(id));
  const goLabel = go.textContent;
  let entered = null;
  link.value = "";
  told.textContent = "";
  go.onclick = async () => {
    if (entered) return dialog.close("yes");
    const secret = secretOf(link.value);
    if (!secret) return void (told.textContent = say("badLink"));
    try {
      entered = await redeem(secret);
      link.value = "";
      told.textContent = say("youAre", { name: entered.handle });
      go.textContent = say("continue");
    } catch (error) {
      told.textContent = error.message;
    }
  };
  dialog.showModal();
  link.focus();
  return new Promise((settle) => {
    dialog.addEventListener(
      "close",
      async () => {
        go.textContent = goLabel;
        if (entered && dialog.returnValue !== "yes") await once("/api/end", {}).catch(() => {});
        settle(entered !== null && dialog.returnValue === "yes");
      },
      { once: true },
    );
  });
}

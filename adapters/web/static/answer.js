// What a command answered, shown above the page without leaving it.
import { make, say } from "./words.js";

const panel = document.getElementById("answer");

export function showAnswer(answer) {
  panel.replaceChildren(fragment(answer.html));
  const row = make("p", "row");
  if (answer.back && answer.back !== location.pathname) {
    const open = make("a", "button", answer.subject);
    open.href = answer.back;
    row.append(open);
  }
  const close = make("button", "", say("hide"));
  close.type = "button";
  close.addEventListener("click", hideAnswer);
  row.append(close);
  panel.append(row);
  panel.hidden = false;
}

export function hideAnswer() {
  panel.hidden = true;
  panel.replaceChildren();
}

// HTML that this server rendered, with everything a person wrote escaped.
export function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

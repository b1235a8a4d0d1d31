// The script's sentences, as the page brought them in the reader's language.
const words = document.getElementById("words")?.dataset ?? {};

export function say(key, places = {}) {
  const sentence = words[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
}

// A small element: its class, its text. Text never becomes markup.
export function make(tag, className = "", text = null) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== null) element.textContent = text;
  return element;
}

export function banner(text) {
  const place = document.getElementById("banner");
  place.textContent = text;
  if (text) place.scrollIntoView({ block: "nearest" });
}

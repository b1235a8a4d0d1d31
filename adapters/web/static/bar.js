// The command bar: what is typed after / is completed to a command, then to a reference.
import { run } from "./actions.js";
import { once } from "./net.js";
import { banner, make, say } from "./words.js";

const input = document.getElementById("bar");
const list = document.getElementById("bar-list");
let commands = null;
const references = new Map();
let offers = [];
let chosen = -1;
let turn = 0;

export function start() {
  if (!input) return;
  input.addEventListener("focus", offer);
  input.addEventListener("input", offer);
  input.addEventListener("keydown", key);
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    enter();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    input.value = "/";
    input.focus();
  });
}

// The command that a line begins with (the longest), and the rest of the line.
function read(line) {
  const typed = line.replace(/^\//, "").replace(/\s+/g, " ");
  const fits = (command) => `${typed} `.toLowerCase().startsWith(`${command.path} `);
  const command = commands.filter(fits).sort((a, b) => b.path.length - a.path.length)[0] ?? null;
  return { typed: typed.trim(), command, rest: command ? typed.slice(command.path.length).trim() : "" };
}

async function offer() {
  const mine = ++turn;
  try {
    commands ??= await once("/api/commands", null);
    const { typed, command, rest } = read(input.value);
    let found;
    if (command?.subject) {
      if (!references.has(command.subject)) {
        references.set(command.subject, await once(`/api/references?kind=${command.subject}`, null));
      }
      const like = rest.toLowerCase();
      found = references.get(command.subject)
        .filter(({ ref, words }) => `${ref} ${words}`.toLowerCase().includes(like))
        .map(({ ref, words }) => ({ line: `/${command.path} ${ref}`, name: ref, words, whole: true }));
    } else {
      found = commands
        .filter(({ path, summary }) => `${path} ${summary}`.toLowerCase().includes(typed.toLowerCase()))
        .sort((a, b) => b.path.startsWith(typed) - a.path.startsWith(typed))
        .map((c) => ({ line: `/${c.path} `, name: `/${c.path}`, words: c.summary, whole: !c.subject && !c.required.length }));
    }
    if (mine === turn) show(found);
  } catch (told) {
    banner(told.message);
  }
}

function show(found) {
  offers = found.slice(0, 40);
  chosen = -1;
  list.replaceChildren(
    ...offers.map(({ name, words }, at) => {
      const item = make("li");
      item.id = `bar-${at}`;
      item.role = "option";
      item.setAttribute("aria-selected", "false");
      item.append(make("strong", "", name), make("span", "", words));
      item.addEventListener("mousedown", (event) => event.preventDefault());
      item.addEventListener("click", () => take(at));
      return item;
    }),
  );
  const open = offers.length > 0 && document.activeElement === input;
  list.hidden = !open;
  input.setAttribute("aria-expanded", String(open));
  input.removeAttribute("aria-activedescendant");
}

function close() {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function point(at) {
  list.children[chosen]?.setAttribute("aria-selected", "false");
  chosen = (at + offers.length) % offers.length;
  const item = list.children[chosen];
  item.setAttribute("aria-selected", "true");
  item.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", item.id);
}

function key(event) {
  if (event.key === "Escape") close();
  else if (event.key === "ArrowDown" && offers.length) point(chosen + 1);
  else if (event.key === "ArrowUp" && offers.length) point(chosen < 0 ? offers.length - 1 : chosen - 1);
  else if (event.key === "Tab" && chosen >= 0 && !list.hidden) take(chosen, false);
  else if (event.key === "Enter" && chosen >= 0 && !list.hidden) take(chosen);
  else return;
  if (event.key !== "Escape") event.preventDefault();
}

// An offer is taken over; one that is whole goes at once.
function take(at, go = true) {
  input.value = offers[at].line;
  input.focus();
  if (offers[at].whole && go) enter();
  else offer();
}

async function enter() {
  commands ??= await once("/api/commands", null);
  const line = input.value;
  const { command, rest } = read(line);
  if (!command) return banner(say("noMatch"));
  close();
  if (!command.writes && command.fields.length && rest && !command.subject) {
    return run(command.path, "", { [command.required[0] ?? command.fields[0]]: rest });
  }
  // Nothing typed goes into an address but a reference: addresses are kept in histories and logs.
  const on = command.subject ? (rest.match(/^[A-Za-z]{1,4}-[1-9][0-9]{0,9}(?=\s|$)/)?.[0] ?? "") : "";
  if (command.subject && (!on || rest.trim() !== on)) {
    input.value = line; // what was typed stays
    return banner(say("needsReference"));
  }
  if (command.writes && !command.fields.length) return run(command.path, on);
  location.assign(`/${command.writes ? "f" : "q"}/${command.path.replaceAll(" ", "/")}${on ? `?on=${encodeURIComponent(on)}` : channel(command)}`);
}

// A form opened in a channel belongs to it.
function channel(command) {
  const found = /^\/c\/(\d+)$/.exec(location.pathname);
  return command.writes && found ? `?in=${found[1]}` : "";
}

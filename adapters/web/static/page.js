// What every page starts.
import * as actions from "./actions.js";
import * as bar from "./bar.js";
import * as composer from "./composer.js";
import * as entry from "./entry.js";
import * as live from "./live.js";
import * as redact from "./redact.js";
import * as select from "./select.js";

const rooms = document.getElementById("rooms");
const wide = matchMedia("(min-width: 56rem)");
if (rooms) {
  rooms.open = wide.matches;
  wide.addEventListener("change", () => (rooms.open = wide.matches));
}
for (const part of [select, actions, bar, entry, redact, composer]) part.start();
live.listen();

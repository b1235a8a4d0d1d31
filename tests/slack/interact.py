"""What Slack sends when someone presses, chooses or submits: the parts of the payloads that depend on the blocks."""

from __future__ import annotations

from typing import Any

from tests.slack.state import Json, elements

PICKED = {  # the types whose choice is one plain value, by the name that carries it
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
}
ONE_OPTION = {"static_select", "external_select", "radio_buttons", "overflow"}
MANY_OPTIONS = {"multi_static_select", "multi_external_select", "checkboxes"}
TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}


def element_named(blocks: list[Json], name: str) -> tuple[Json, Json]:
    """The block and its element of this action_id, block_id or label (a button's, an input's, an accessory's)."""
    found = [pair for pair in elements(blocks) if name in _names(*pair)]
    # An overflow menu's or select's option may be what the reader sees and taps.
    found = found or [pair for pair in elements(blocks) if name in _option_names(pair[1])]
    known = sorted({each for pair in elements(blocks) for each in _names(*pair)})
    assert found, f"nothing is called {name!r} there; there are {known}"
    exact = [pair for pair in found if pair[1].get("action_id") == name]
    assert len(exact or found) == 1, f"{len(found)} elements are called {name!r}: say the action_id or block_id"
    return (exact or found)[0]


def _names(block: Json, element: Json) -> set[str]:
    label = (block.get("label") or element.get("text") or element.get("placeholder") or {}).get("text", "")
    return {name for name in (element.get("action_id"), block.get("block_id"), label) if name}


def _option_names(element: Json) -> set[str]:
    return {option["text"]["text"] for option in options_of(element)}


def options_of(element: Json) -> list[Json]:
    groups = element.get("option_groups") or []
    return list(element.get("options") or []) + [option for group in groups for option in group["options"]]


def action_of(block: Json, element: Json, ts: str, chosen: Any = None) -> Json:
    """One entry of a block_actions payload's `actions`."""
    action: Json = {"type": element["type"], "block_id": block.get("block_id", ""), "action_ts": ts}
    action["action_id"] = element.get("action_id", "")
    if element["type"] == "button":
        action["text"] = element["text"]
        action |= {name: element[name] for name in ("value", "style", "url") if name in element}
    else:
        action |= value_of(element, chosen)
    return action


def value_of(element: Json, chosen: Any) -> Json:
    """What was entered, as state.values and actions tell it. `chosen` is text, a label, a value, an id, or a list."""
    kind = element["type"]
    if kind in TYPED:
        return {"type": kind, "value": chosen}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": None if chosen is None else _option(element, chosen)}
    if kind in MANY_OPTIONS:
        return {"type": kind, "selected_options": [_option(element, each) for each in chosen or []]}
    if kind in PICKED:
        return {"type": kind, PICKED[kind]: getattr(chosen, "id", chosen)}
    return {"type": kind, "value": chosen}


def _option(element: Json, chosen: Any) -> Json:
    if isinstance(chosen, dict):  # an external select's: what the app suggested
        return chosen
    for option in options_of(element):
        if chosen in (option["value"], option["text"]["text"]):
            return {"text": option["text"], "value": option["value"]}
    raise AssertionError(f"no option {chosen!r}; there are {[each['text']['text'] for each in options_of(element)]}")


def initial_of(element: Json) -> Json:
    """What an input holds before anyone touches it."""
    kind = element["type"]
    if kind in TYPED:
        return {"type": kind, "value": element.get("initial_value")}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in MANY_OPTIONS:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind in PICKED:
        return {"type": kind, PICKED[kind]: element.get(PICKED[kind].replace("selected", "initial"))}
    return {"type": kind}


def filled(blocks: list[Json], held: Json, values: dict[str, Any]) -> Json:
    """The state.values of a modal submitted with these values, by label, block_id or action_id.

    The browser's own checks come first: what Slack would not let through never reaches the app.
    """
    state: Json = {}
    for block, element in elements(blocks):
        if element["type"] != "button":
            inside, name = block["block_id"], element["action_id"]
            state.setdefault(inside, {})[name] = held.get(inside, {}).get(name) or initial_of(element)
    for name, chosen in values.items():
        block, element = element_named(blocks, name)
        state[block["block_id"]][element["action_id"]] = value_of(element, chosen)
    for block, element in elements(blocks):
        if block["type"] == "input":
            _must_fit(block, element, state[block["block_id"]][element["action_id"]])
    return state


def _must_fit(block: Json, element: Json, entered: Json) -> None:
    label = block["label"]["text"]
    content = [value for name, value in entered.items() if name != "type" and value]
    assert content or block.get("optional"), f"{label!r} must be filled in before the modal can be submitted"
    if content and element["type"] in TYPED:
        length = len(str(content[0]))
        assert length <= element.get("max_length", 3_000), f"{label!r} takes no {length} characters"
        assert length >= element.get("min_length", 0), f"{label!r} wants more than {length} characters"

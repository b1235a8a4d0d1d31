"""What an interaction hands the app to answer with: trigger_ids (once, 3 s) and response_urls (5 times, 30 min)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.slack.limits import message_fault
from tests.slack.shown import Shown
from tests.slack.state import Channel, Json, Message, User, View

if TYPE_CHECKING:
    from tests.slack.double import Double
    from tests.slack.rooms import Rooms

TRIGGER_SECONDS = 3.0
HOOK_SECONDS = 30 * 60.0
HOOK_USES = 5


@dataclass(eq=False)
class Trigger:
    team: Rooms
    user: User
    shown: Shown
    view: View | None  # the modal it was pressed or submitted in
    born: float
    used: bool = False


class Triggers:
    def __init__(self, slack: Double) -> None:
        self._slack = slack
        self._known: dict[str, Trigger] = {}

    def new(self, trigger: Trigger) -> str:
        name = f"{self._slack.new_id('')}.{trigger.team.id}.{len(self._known)}"
        self._known[name] = trigger
        return name

    def exchange(self, team: Rooms, name: str) -> Trigger | str:
        """The trigger, used up; or Slack's error."""
        trigger = self._known.get(name)
        if trigger is None or trigger.team is not team:
            return "invalid_trigger_id"
        if trigger.used:
            return "exchanged_trigger_id"
        if self._slack.now() - trigger.born > TRIGGER_SECONDS:
            return "expired_trigger_id"
        trigger.used = True
        return trigger


@dataclass(eq=False)
class Hook:
    team: Rooms
    shown: Shown
    user: User
    channel: Channel
    message: Message | None  # the message pressed in
    born: float
    uses: int = 0


class Hooks:
    """The response_urls. Errors as found in the wild: 404 with used_url or expired_url."""

    def __init__(self, slack: Double) -> None:
        self._slack = slack
        self._known: dict[str, Hook] = {}

    def new(self, team: Rooms, shown: Shown, user: User, channel: Channel, message: Message | None) -> str:
        name = self._slack.new_id("R")
        self._known[name] = Hook(team, shown, user, channel, message, self._slack.now())
        return f"{self._slack.url}/response/{name}"

    def post(self, name: str, body: Json) -> tuple[int, str]:
        """The app posts to a response_url. (HTTP status, error or '')."""
        hook = self._known.get(name)
        if hook is None:
            return 404, "no_active_hooks"
        if hook.uses >= HOOK_USES:
            return 404, "used_url"
        if self._slack.now() - hook.born > HOOK_SECONDS:
            return 404, "expired_url"
        if not body.get("delete_original") and (fault := message_fault(body)):
            self._slack.fault(f"response_url: {fault[1]}")
            return 400, fault[0]
        hook.uses += 1
        self._apply(hook, body)
        return 200, ""

    def answer(self, url: str, body: Json) -> None:
        """A command's ack carries a message too, and it doesn't count as a use."""
        if not (body.get("text") or body.get("blocks")):
            return
        if fault := message_fault(body):
            self._slack.fault(f"ack: {fault[1]}")
            return
        self._apply(self._known[url.rpartition("/")[2]], body)

    def _apply(self, hook: Hook, body: Json) -> None:
        original = hook.message or next((m for m in reversed(hook.shown.answers) if not m.deleted), None)
        content = self._slack.with_ids({"text": body.get("text") or "", "blocks": body.get("blocks") or []})
        if body.get("delete_original") and original is not None:
            original.deleted = True
        elif body.get("replace_original") and original is not None:
            original.text, original.blocks = content["text"], content["blocks"]
            original.edited = self._slack.new_ts() if original.only_for is None else None
        else:
            public = body.get("response_type") == "in_channel"
            message = hook.team.put(
                hook.channel,
                hook.team.bot,
                content["text"],
                blocks=content["blocks"],
                thread_ts=body.get("thread_ts"),
                bot_id=hook.team.bot_id,
                app_id=hook.team.app_id,
                only_for=None if public else hook.user.id,
            )
            hook.shown.answers.append(message)
            if public:
                self._slack.soon(hook.team.emit(hook.team.message_event(message)))
        self._slack.changed()

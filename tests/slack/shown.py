"""What one thing a member did led to, as that member and the channel see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.slack.state import Json, Message, User, View

if TYPE_CHECKING:
    from tests.slack.delivery import Delivery
    from tests.slack.rooms import Rooms


class Shown:
    """Fills while the app works: awaiting the command waits for the ack alone. `await slack.until(lambda: …)` for more.

    `answers` came by the ack or the response_url; `ephemerals` is all that the member alone was shown since; `posts`
    is all that the app posted since, anywhere; `views` were opened with this trigger.
    """

    def __init__(self, team: Rooms, user: User) -> None:
        self.team = team
        self.user = user
        self.delivery: Delivery | None = None
        self.answers: list[Message] = []
        self.views: list[View] = []
        self.errors: dict[str, str] = {}  # a submission's errors, by block_id
        self.trigger_id = ""
        self.response_url = ""
        self._start = len(team.journal)

    @property
    def acked(self) -> bool:
        """Whether the app acknowledged within Slack's 3 s."""
        return self.delivery is not None and self.delivery.acked

    @property
    def ack(self) -> Any:
        """The ack's payload: JSON, plain text or None."""
        return self.delivery.ack if self.delivery is not None else None

    @property
    def ephemerals(self) -> list[Message]:
        return [m for m in self.team.journal[self._start :] if m.only_for == self.user.id and not m.deleted]

    @property
    def posts(self) -> list[Message]:
        since = self.team.journal[self._start :]
        return [m for m in since if m.bot_id == self.team.bot_id and m.only_for is None and not m.deleted]

    @property
    def view(self) -> View | None:
        """The last modal it opened."""
        return self.views[-1] if self.views else None

    @property
    def text(self) -> str:
        """Every word of the ephemerals and answers that still stand."""
        standing = [m for m in self.answers if not m.deleted and m not in self.ephemerals]
        return "\n".join(message.shown for message in [*self.ephemerals, *standing])


def payload_of(ack: Any) -> Json:
    """An ack's payload as JSON: plain text is a message's text."""
    if isinstance(ack, dict):
        return ack
    return {"text": ack} if isinstance(ack, str) and ack else {}

"""Addresses of the pages, as members open them."""

from __future__ import annotations

from bot.i18n import say
from bot.model import Channel, Ref, Space
from bot.settings import Web
from bot.views import Block, Link, Style, Text

OUTSIDE = {
    "discord": "https://discord.com/channels/{space}/{channel}",
    "slack": "https://app.slack.com/client/{space}/{channel}",
}


class Links:
    """``https://`` on the community's own address; without one, this machine's loopback alone."""

    def __init__(self, web: Web) -> None:
        host = f"[{web.host}]" if ":" in web.host else web.host
        self.base = web.public_url or f"http://{host}:{web.port}"

    def page(self, ref: Ref) -> str:
        return f"{self.base}/s/{ref}"

    def redeem(self, secret: str) -> str:
        """A one-time link: its secret stands in the fragment, which no server and no log sees."""
        return f"{self.base}/link#{secret}"

    def outside(self, space: Space, channel: Channel) -> str | None:
        """A channel on its own platform; None where that is these pages."""
        made = OUTSIDE.get(space.platform)
        return made.format(space=space.native, channel=channel.native) if made else None

    def rest(self, subject: Ref | None) -> Block:
        """Where all of a reply that was cut can be read."""
        if subject is None:
            return Text(say("The rest is on the pages: ask for /web open."), Style.SMALL)
        return Link(say("Read all of {ref}", ref=str(subject)), self.page(subject))

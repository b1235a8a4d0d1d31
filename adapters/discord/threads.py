"""A case's card and its thread: made from a message in a channel, or a post with tags in a forum."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import discord
from discord.http import MultipartParameters

from adapters.discord import faults, limits
from adapters.discord.escape import name
from adapters.discord.render import Json
from bot.consult import STATE_WORDS
from bot.i18n import Message
from bot.model import Ref, SubjectKind
from bot.store.posts import Post
from bot.views import Fields, Inline, Reply, Style, Table, Text

_FORUMS = (15, 16)  # types of a channel: forum, media
_TAG_NEEDED = 1 << 4  # flag of a forum: every post needs a tag

# A tag has 20 characters at most: a consult's state goes by its short name.
_STATES = {words.lower(): state.value for state, words in STATE_WORDS.items()}
_REMEMBERED = 5000
_SLACK = timedelta(minutes=5)  # by which our clock may be ahead of Discord's


@dataclass(frozen=True, slots=True)
class Card:
    """What stands at the top of a channel. A case's has a thread; in a forum, everything has one."""

    guild: int
    channel: int
    subject: Ref
    threaded: bool
    title: str  # the thread's name: the card's heading
    said: frozenset[str]  # Curbside's own words on the card, lower case: those that are a forum's tags become its tags

    @classmethod
    def of(cls, post: Post, answer: Reply) -> Card | None:
        if post.root is not None or post.place is None:
            return None
        threaded = post.notice is None and post.subject.kind is SubjectKind.CASE
        title = next((_plain(b.body) for b in answer.blocks if isinstance(b, Text) and b.style is Style.HEADING), "")
        if not _is_headed(title, post.subject):
            title = f"{post.subject} · {title}" if title else str(post.subject)
        named = name(title, limits.THREAD_NAME)
        return cls(int(post.space or 0), int(post.place), post.subject, threaded, named, frozenset(_said(answer)))


def _plain(inline: Inline) -> str:
    return inline.text() if isinstance(inline, Message) else str(inline)


def _said(answer: Reply) -> Iterator[str]:
    for block in answer.blocks:
        inlines: list[Inline] = []
        if isinstance(block, Text):
            inlines = [block.body]
        elif isinstance(block, Fields):
            inlines = [item.body for item in block.items]
        elif isinstance(block, Table):
            inlines = [cell for row in block.rows for cell in row]
        for inline in inlines:
            if isinstance(inline, Message):
                for param in inline.params.values():
                    if isinstance(param, str):
                        yield _STATES.get(param.lower(), param.lower())


class Threads:
    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._http = client.http
        self._whose: OrderedDict[int, int] = OrderedDict()  # posts of the messages that this process made
        self._kinds: dict[int, int] = {}  # of channels that discord.py's cache doesn't hold

    def is_forum(self, channel: int) -> bool:
        """As far as is known without asking."""
        cached = self._client.get_channel(channel)
        return isinstance(cached, discord.ForumChannel) or self._kinds.get(channel) in _FORUMS

    async def look(self, channel: int) -> bool:
        """Whether a channel is a forum."""
        if self._client.get_channel(channel) is None and channel not in self._kinds:
            self._kinds[channel] = (await self._http.get_channel(channel))["type"]
        return self.is_forum(channel)

    async def post(self, card: Card, body: Json, *, again: bool) -> str:
        """A forum post with the card as its first message. Discord has no nonce for one: it is looked up first."""
        found = await self._find_post(card) if again else None
        if found is not None:
            await self._http.edit_message(found, found, params=_params(body))
            return str(found)
        payload: Json = {
            "name": card.title, "auto_archive_duration": limits.ARCHIVE_MINUTES, "message": body,
            "applied_tags": await self._tags(card),
        }  # fmt: skip
        made = await self._http.start_thread_in_forum(card.channel, params=_params(payload))
        return str(made["id"])

    async def open_thread(self, card: Card, message: int) -> None:
        """The thread of a card in a channel. One that an earlier attempt made is no error."""
        try:
            await self._http.start_thread_with_message(
                card.channel, message, name=card.title, auto_archive_duration=limits.ARCHIVE_MINUTES
            )
        except discord.HTTPException as error:
            if error.code != faults.HAS_THREAD:
                raise

    async def update(self, card: Card, thread: int) -> None:
        """Have a thread's name and tags follow its card: a name may hold a word that was redacted since."""
        now: Any = await self._http.get_channel(thread)
        wanted: Json = {}
        if now.get("name") != card.title:
            wanted["name"] = card.title
        if self.is_forum(card.channel):
            tags = await self._tags(card)
            if {str(tag) for tag in tags} != {str(tag) for tag in now.get("applied_tags") or ()}:
                wanted["applied_tags"] = tags
        if wanted:
            if (now.get("thread_metadata") or {}).get("archived"):
                wanted["archived"] = False  # nothing else of an archived thread can be changed
            await self._http.edit_channel(thread, **wanted)

    async def posted(self, channel: int, post: Post, content: str) -> int | None:
        """The message of an earlier attempt, among the newest of a channel: the enforced nonce holds for minutes only.

        It is ours, it isn't known as another post's, and it is headed by the reference or reads the same.
        """
        for message in await self._http.logs_from(channel, limits.HISTORY):
            found, text = int(message["id"]), str(message["content"])
            if self._is_mine(message) and discord.utils.snowflake_time(found) > post.made - _SLACK:
                headed = post.notice is None and _is_headed(text, post.subject)
                if (headed or text == content) and self._whose.get(found, post.id) == post.id:
                    return found
        return None

    def remember(self, message: int, post: Post) -> None:
        self._whose[message] = post.id
        if len(self._whose) > _REMEMBERED:
            self._whose.popitem(last=False)

    def _is_mine(self, message: Any) -> bool:
        return self._client.user is not None and int(message["author"]["id"]) == self._client.user.id

    async def _find_post(self, card: Card) -> int | None:
        active = (await self._http.get_active_threads(card.guild))["threads"]
        threads: list[Any] = [thread for thread in active if int(thread.get("parent_id") or 0) == card.channel]
        threads += (await self._http.get_public_archived_threads(card.channel, limit=limits.HISTORY))["threads"]
        return next((int(t["id"]) for t in threads if _is_headed(str(t["name"]), card.subject)), None)

    def _moderates(self, card: Card) -> bool:
        """Whether we may set tags that are for moderators alone."""
        channel = self._client.get_channel(card.channel)
        if not isinstance(channel, discord.abc.GuildChannel):
            return False
        return channel.permissions_for(channel.guild.me).manage_threads

    async def _tags(self, card: Card) -> list[str]:
        """The forum's tags that the card's own words name; where one is required and none fits, the first."""
        forum: Any = await self._http.get_channel(card.channel)
        offered = [tag for tag in forum.get("available_tags") or () if not tag["moderated"] or self._moderates(card)]
        fitting = [str(tag["id"]) for tag in offered if str(tag["name"]).lower() in card.said]
        if not fitting and offered and (forum.get("flags") or 0) & _TAG_NEEDED:
            fitting = [str(offered[0]["id"])]
        return fitting[: limits.TAGS]


def _is_headed(text: str, subject: Ref) -> bool:
    """Whether a message or a thread's name begins with this reference."""
    return re.match(rf"[*#\s]*{re.escape(str(subject))}(?!\d)", text) is not None


def _params(body: Json) -> MultipartParameters:
    return MultipartParameters(body, None, None)

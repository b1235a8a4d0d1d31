"""One workspace: its tokens, who the bot is there, and what is known of its user groups and channels."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot import log
from bot.errors import DeliveryError
from bot.i18n import Message
from bot.model import Account, Place

PLATFORM = "slack"
CALL_SECONDS = 10  # below the lease of a delivery
CHANNEL_SECONDS = 600.0  # how long a channel's name and closedness are believed

_log = log.get()

# Slack's libraries format every request for DEBUG unless their logger's own level is above it.
QUIET = logging.getLogger("slack_sdk.curbside")
QUIET.setLevel(logging.WARNING)

# What only an administrator of the workspace can mend; the message itself is in order, so it waits.
TOKEN_FAULTS = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"}
    | {"missing_scope", "no_permission", "org_login_required", "team_access_not_granted", "access_denied"}
)
# What may pass by itself. Whatever else Slack answers, a second attempt doesn't change; and a message that kept trying
# would hold up all that waits behind it.
PASSING = frozenset(
    {"ratelimited", "rate_limited", "message_limit_exceeded", "accesslimited", "fatal_error", "internal_error"}
    | {"service_unavailable", "request_timeout", "team_added_to_org", "ekm_access_denied"}
)
# The connection broke, or nobody answered: whether it arrived isn't known.
UNREACHABLE = (aiohttp.ClientError, TimeoutError, OSError)


@dataclass(frozen=True, slots=True)
class Workspace:
    """The keys to one workspace's own app, as its administrator copied them from Slack."""

    bot_token: str = field(repr=False)  # xoxb-
    app_token: str | None = field(default=None, repr=False)  # xapp-, for Socket Mode
    signing_secret: str | None = field(default=None, repr=False)  # for HTTP
    admin_token: str | None = field(default=None, repr=False)  # xoxp-, where the guard may delete


@dataclass(frozen=True, slots=True)
class Status:
    """How a workspace stands. ``fault`` says what to mend, in words for an administrator."""

    name: str
    team: str | None
    connected: bool
    fault: Message | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    closed: bool
    until: float


class Team:
    """A workspace that answered ``auth.test``."""

    def __init__(self, keys: Workspace, api_url: str | None, session: aiohttp.ClientSession) -> None:
        self.keys = keys
        self._url = api_url or AsyncWebClient.BASE_URL
        self._session = session
        self.client = self.client_of(keys.bot_token)
        self.id = ""
        self.name = ""
        self.bot_user = ""
        self.bot = ""
        # User groups by member; None until they are known (a free plan has none).
        self.groups: Mapping[str, frozenset[str]] | None = None
        self._channels: dict[str, _Known] = {}
        self._direct: dict[str, str] = {}

    def client_of(self, token: str | None) -> AsyncWebClient:
        """A client of this Slack. It never tries twice on its own: a message of unknown fate is looked up first."""
        return AsyncWebClient(
            token=token,
            base_url=self._url,
            session=self._session,
            timeout=CALL_SECONDS,
            logger=QUIET,
            retry_handlers=[],
        )

    def hook(self, response_url: str) -> AsyncWebhookClient:
        return AsyncWebhookClient(response_url, session=self._session, logger=QUIET, retry_handlers=[])

    async def identify(self) -> None:
        """Ask Slack which workspace this is. Raises SlackApiError, or what UNREACHABLE holds."""
        told = await self.client.auth_test()
        self.id, self.name = str(told["team_id"]), str(told["team"])
        self.bot_user, self.bot = str(told["user_id"]), str(told.get("bot_id") or "")

    def account(self, user: str) -> Account:
        return Account(PLATFORM, self.id, user)

    def roles(self, user: str) -> frozenset[str] | None:
        """The user groups of a member; None where they aren't known."""
        return None if self.groups is None else self.groups.get(user, frozenset())

    async def learn_groups(self) -> dict[str, frozenset[str]]:
        """Read the user groups anew; the members whose groups changed, with what they are now.

        Raises SlackApiError or what UNREACHABLE holds, and keeps what was known.
        """
        try:
            told = await self.client.usergroups_list(include_users=True)
        except SlackApiError as error:
            if retry_after(error) is not None:
                raise
            _log.warning("user groups not read", platform=PLATFORM, reason=code_of(error))  # a free plan has none
            return {}
        members: dict[str, set[str]] = {}
        for group in told["usergroups"]:
            for user in group.get("users") or []:
                members.setdefault(user, set()).add(group["id"])
        before, now = self.groups or {}, {user: frozenset(ids) for user, ids in members.items()}
        self.groups = now
        return {user: now.get(user, frozenset()) for user in {*before, *now} if before.get(user) != now.get(user)}

    async def place(self, channel: str | None, thread: str | None = None) -> Place:
        """Where that is, with the channel's name and whether it is closed, as far as Slack tells."""
        if channel is None or channel.startswith("D"):
            return Place(PLATFORM, self.id, server=self.name)
        known = self._channels.get(channel)
        if known is None or known.until < time.monotonic():
            known = await self._look(channel)
        return Place(PLATFORM, self.id, channel, thread, known.name, known.closed, self.name)

    async def _look(self, channel: str) -> _Known:
        try:
            told: Any = (await self.client.conversations_info(channel=channel))["channel"]
        except (SlackApiError, *UNREACHABLE):
            return _Known("", True, 0.0)  # where the bot may not look, not everyone may
        closed = bool(told.get("is_private") or told.get("is_im") or told.get("is_mpim"))
        known = _Known(str(told.get("name") or ""), closed, time.monotonic() + CHANNEL_SECONDS)
        self._channels[channel] = known
        return known

    async def direct(self, user: str) -> str:
        """The channel of the bot's direct messages with this member. Raises SlackApiError, or UNREACHABLE."""
        if user not in self._direct:
            told: Any = await self.client.conversations_open(users=user)
            self._direct[user] = str(told["channel"]["id"])
        return self._direct[user]


def code_of(error: SlackApiError) -> str:
    """Slack's error code. Its words and its response are never shown or logged: they may hold what was sent."""
    data = getattr(error.response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return str(code) if code else f"http {getattr(error.response, 'status_code', '?')}"


def retry_after(error: SlackApiError) -> float | None:
    """How many seconds Slack asks to wait; None where it doesn't ask."""
    if code_of(error) not in ("ratelimited", "rate_limited", "message_limit_exceeded"):
        return None
    with suppress(KeyError, TypeError, ValueError):
        return float(error.response.headers["Retry-After"])
    return 30.0


def delivery_error(error: SlackApiError | Exception) -> DeliveryError:
    """What a failed call means for a delivery."""
    if not isinstance(error, SlackApiError):
        return DeliveryError(permanent=False, reason="unreachable")
    code = code_of(error)
    if code in TOKEN_FAULTS:
        return DeliveryError(permanent=False, retry_after=600.0, reason=code)
    passes = code in PASSING or code.startswith("http ")  # no word of Slack's own
    return DeliveryError(permanent=not passes, retry_after=retry_after(error), reason=code)

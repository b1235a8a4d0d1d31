"""The app manifest: what an administrator pastes into Slack to make their workspace's own app. From the registry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from adapters.slack import limits
from adapters.slack.escape import cut
from bot.commands import Registry

COMMAND = "/curbside"
EVENTS_PATH = "/slack/events"

# Each scope with the reason that docs/slack.md gives for it.
SCOPES = {
    "commands": "the slash command and the shortcuts",
    "chat:write": "to post cases, answers and notices, and to delete its own",
    "app_mentions:read": "to be asked by a mention, which works in threads, too",
    "channels:history": "for the guard, for catching up after a gap, and to find its own posts again (public channels)",
    "groups:history": "the same in private channels that it was invited to",
    "im:history": "to find its own direct messages again, so that none is sent twice",
    "im:write": "to open a direct message to a member",
    "channels:read": "a public channel's name",
    "groups:read": "a private channel's name, and that it is private",
    "users:read": "to hear that somebody left the workspace, so that their sessions end",
    "usergroups:read": "to know who is in the user groups that an administrator mapped to roles and specialties",
}
EVENTS = {
    "app_home_opened": "to show the Home tab",
    "app_mention": "to be asked by a mention",
    "message.channels": "for the guard and the case's record, in public channels that it was invited to",
    "message.groups": "the same in private channels",
    "member_left_channel": "to hear that somebody left a private channel, whose cases are not theirs to see any more",
    "user_change": "to hear that somebody left the workspace",
    "subteam_members_changed": "to hear that a user group changed",
    "subteam_updated": "to hear that a user group was renamed, emptied or disabled",
}


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut's name in Slack's menus, and the command that it gives."""

    name: str
    description: str
    path: str


MESSAGE = {
    "consult_about": Shortcut("Ask a consult about this", "In a case's thread: ask a specialist about the case.",
                              "consult request"),
    "answer_this": Shortcut("This is the answer", "Take this message as your answer to the consult you accepted.",
                            "consult answer"),
    "report_this": Shortcut("Report", "Tell the moderators about this case.", "case report"),
}  # fmt: skip
GLOBAL = {
    "post_case": Shortcut("Post a case", "Open the form for a case, without the patient in it.", "case post"),
    "open_queue": Shortcut("Consults that wait", "See which consults wait for a specialist.", "consult queue"),
    "find_case": Shortcut("Search cases", "Search the community's cases and answers.", "case search"),
}

Json = dict[str, Any]


def manifest(registry: Registry, public_url: str | None = None, name: str = "Curbside") -> Json:
    """The manifest. Without ``public_url`` (https://…) the app uses Socket Mode, which needs no public address."""
    url = f"{public_url.rstrip('/')}{EVENTS_PATH}" if public_url else None
    request = {"request_url": url} if url else {}
    groups = dict.fromkeys(path.split()[0] for path in registry.commands)
    command: Json = {
        "command": COMMAND,
        "description": "Cases and consults, without the patient in them",
        "usage_hint": cut(f"[{' | '.join(groups)}] …", 1000),
        "should_escape": True,
    } | ({"url": url} if url else {})
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": name[: limits.APP_NAME],
            "description": "Case discussion for clinicians, without the patient in it. Not for emergencies.",
            "background_color": "#1d4d4f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                # Its direct messages can be read, not answered: nobody is led to type a patient's story there.
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": name, "always_online": True},
            "shortcuts": [
                *(_shortcut("message", called, shortcut) for called, shortcut in MESSAGE.items()),
                *(_shortcut("global", called, shortcut) for called, shortcut in GLOBAL.items()),
            ],
            "slash_commands": [command],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": request | {"bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True} | request | ({"message_menu_options_url": url} if url else {}),
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def _shortcut(kind: str, called: str, shortcut: Shortcut) -> Json:
    return {
        "type": kind,
        "name": shortcut.name[: limits.SHORTCUT_NAME],
        "callback_id": called,
        "description": shortcut.description[: limits.SHORTCUT_DESCRIPTION],
    }

"""The tokens of Slack workspaces: one workspace's may stand in the settings; the others' are sealed in the store."""

from __future__ import annotations

from collections.abc import Mapping

from bot import keys
from bot.i18n import say
from bot.settings import Misconfigured, Settings
from bot.store.sqlite import SqliteStore
from bot.store.unit import Unit

NAMES = ("bot_token", "app_token", "signing_secret", "admin_token")


def given(settings: Settings) -> dict[str, str]:
    """The settings' own, by name; empty where they name no workspace."""
    own = settings.slack
    values = zip(NAMES, (own.bot_token, own.app_token, own.signing_secret, own.admin_token), strict=True)
    return {name: value.get_secret_value() for name, value in values if value} if own.bot_token else {}


async def sealed(settings: Settings, store: SqliteStore) -> dict[str, dict[str, str]]:
    """The tokens that the store keeps, by workspace and name. Raises Misconfigured where the key is another."""
    key = keys.derive(settings.secret(), "tokens")
    found: dict[str, dict[str, str]] = {}
    rows = await store.read(None, lambda unit: unit.directory.credentials("slack"))
    for (team, name), seal in sorted(rows.items()):
        token = keys.unseal(key, seal, _label(team, name))
        if token is None:
            raise Misconfigured(
                say("The tokens of Slack workspace {team} were sealed with another CURBSIDE_KEY. Set that key again, or"
                    " give the tokens anew: curbside setup slack --remove {team}, then curbside setup slack", team=team)
            )  # fmt: skip
        found.setdefault(team, {})[name] = token
    return found


async def keep(settings: Settings, store: SqliteStore, team: str, tokens: Mapping[str, str]) -> None:
    """Seal a workspace's tokens, in place of all that were kept of it."""
    key = keys.derive(settings.secret(), "tokens")
    seals = {name: keys.seal(key, token, _label(team, name)) for name, token in tokens.items()}

    def work(unit: Unit) -> None:
        unit.directory.forget_credentials("slack", team)
        for name, seal in seals.items():
            unit.directory.keep_credential("slack", team, name, seal)

    await store.write(None, work)


async def forget(store: SqliteStore, team: str) -> bool:
    """Remove a workspace's tokens; False where there were none."""
    return await store.write(None, lambda unit: unit.directory.forget_credentials("slack", team))


def _label(team: str, name: str) -> str:
    """What a seal is bound to: a token of one workspace can't be put in another's place."""
    return f"slack {team} {name}"

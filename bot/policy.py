"""Who may do what, and how often."""

from __future__ import annotations

from limits import RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.commands import Command
from bot.errors import Refused
from bot.i18n import say
from bot.model import Account, Person, Role


def check_may(person: Person, command: Command) -> None:
    """Raise Refused unless this person may give this command. What a subject allows is the handler's to say."""
    if not person.active:
        raise Refused(say("You left this community. Ask an administrator to invite you again."))
    if not person.is_at_least(command.who):
        needed = {
            Role.MODERATOR: say("Only moderators can do this. Ask one in your community."),
            Role.ADMINISTRATOR: say("Only administrators can do this. Ask one in your community."),
        }
        raise Refused(needed[command.who])


class RateLimits:
    """Per member, in memory: a limit that a restart forgets still stops a stuck client or an angry one."""

    WRITES = RateLimitItemPerMinute(30)
    READS = RateLimitItemPerMinute(240)
    # A member whose texts keep killing the anonymizer's workers waits, so that one person can't stop the others.
    KILLS = RateLimitItemPerSecond(3, 300)

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, person: Person, *, writes: bool) -> None:
        """Count one act; a review counts as reading. Raises Refused."""
        limit, kind = (self.WRITES, "w") if writes else (self.READS, "r")
        if not self._limiter.hit(limit, kind, str(person.id)):
            raise Refused(say("That was a lot at once. Wait a minute, then try again; what you typed is still here."))

    def check_kills(self, who: Person | Account) -> None:
        """``who``: a member, or whoever isn't one and is heard in a channel all the same. Raises Refused."""
        if not self._limiter.test(self.KILLS, "k", _key(who)):
            raise Refused(
                say("Your last texts could not be checked in time. Wait five minutes, shorten the text, and try again.")
            )

    def count_kill(self, who: Person | Account) -> None:
        self._limiter.hit(self.KILLS, "k", _key(who))


def _key(who: Person | Account) -> str:
    return str(who.id) if isinstance(who, Person) else f"{who.platform} {who.space} {who.native}"

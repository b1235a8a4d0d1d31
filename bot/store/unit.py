"""The unit of work: one transaction, bound to one community and one viewer, as cogs see the store."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

import sqlalchemy as sa

from bot.model import Case, Ref, Role
from bot.store.accounts import Accounts
from bot.store.base import Scope, Session
from bot.store.cases import Cases
from bot.store.consults import Consults
from bot.store.directory import Directory
from bot.store.entrance import Entrance
from bot.store.members import Members, Spaces
from bot.store.posts import Posts
from bot.store.queue import Outbox, Timers
from bot.store.talk import Cursors, Drafts, Sightings
from bot.store.texts import Index, Redaction
from bot.store.trace import Audit, Events


class Unit:
    """Repositories over one connection. Ordinary functions all: nothing can be awaited inside a transaction."""

    def __init__(self, conn: sa.Connection, scope: Scope, now: datetime, audit_key: bytes) -> None:
        self.scope = scope
        self.now = now
        self._session = Session(conn, scope, now, audit_key)

    @cached_property
    def members(self) -> Members:
        return Members(self._session)

    @cached_property
    def spaces(self) -> Spaces:
        return Spaces(self._session)

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self._session)

    @cached_property
    def drafts(self) -> Drafts:
        return Drafts(self._session)

    @cached_property
    def sightings(self) -> Sightings:
        return Sightings(self._session)

    @cached_property
    def cursors(self) -> Cursors:
        return Cursors(self._session)

    @cached_property
    def cases(self) -> Cases:
        return Cases(self._session)

    @cached_property
    def consults(self) -> Consults:
        return Consults(self._session)

    @cached_property
    def index(self) -> Index:
        return Index(self._session)

    @cached_property
    def redaction(self) -> Redaction:
        return Redaction(self._session)

    @cached_property
    def posts(self) -> Posts:
        return Posts(self._session)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self._session)

    @cached_property
    def timers(self) -> Timers:
        return Timers(self._session)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self._session)

    @cached_property
    def events(self) -> Events:
        return Events(self._session)

    @cached_property
    def entrance(self) -> Entrance:
        return Entrance(self._session)

    @cached_property
    def directory(self) -> Directory:
        return Directory(self._session.conn, self.now)

    def elsewhere(self, scope: Scope) -> Unit:
        """The same transaction with another scope: for founding a community and for seeds, never for a handler."""
        return Unit(self._session.conn, scope, self.now, self._session.audit_key)

    def tell_moderators(self, subject: Ref, notice: str, *, inbox_only: bool = False) -> None:
        """Tell every moderator about a subject, as ``posts.tell`` does."""
        for moderator in self.members.at_least(Role.MODERATOR):
            self.posts.tell(subject, moderator.id, notice, inbox_only=inbox_only)

    def saved(self, case: Case, *, all_of_it: bool = False) -> None:
        """A case or a consult of it changed: bring the index and their copies up to date; with ``all_of_it`` every
        copy of whatever was said under it, after a redaction or a withdrawal.
        """
        self.index.refresh(case)
        self.posts.refresh_case(case, all_of_it=all_of_it)

    def said(self, case: Case) -> None:
        """Something was said under a case, or changed there: bring the index and the pages up to date."""
        self.index.refresh(case)
        self.posts.refresh_pages(case.ref)

"""Accounts of people on chat platforms, and what their native roles mean here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bot.model import Account, Person
from bot.store import tables as t
from bot.store.base import Repository, change, drop, rows

OF_PERSON = (
    rows(t.accounts, t.accounts, t.spaces.c.platform, t.spaces.c.native.label("space_native"), t.spaces.c.name)
    .join(t.spaces, t.spaces.c.id == t.accounts.c.space)
    .where(t.accounts.c.person == sa.bindparam("person", type_=t.Key))
    .order_by(t.accounts.c.id)
)
TOUCH = change(t.accounts).where(
    t.accounts.c.native == sa.bindparam("name"),
    t.accounts.c.space.in_(
        sa.select(t.spaces.c.id).where(
            t.spaces.c.platform == sa.bindparam("platform"), t.spaces.c.native == sa.bindparam("guild")
        )
    ),
)


@dataclass(frozen=True, slots=True)
class Linked:
    """An account of a person's, and the server that it is of."""

    id: int
    account: Account
    server: str


@dataclass(frozen=True, slots=True)
class RoleMap:
    space: int
    native: str
    meaning: str


class Accounts(Repository):
    def link(self, person: Person, space: int, native: str) -> None:
        """Make an account a person's own: an earlier link of it ends."""
        mine = sa.and_(t.accounts.c.space == space, t.accounts.c.native == native)
        self.run(drop(t.accounts).where(mine))
        self.insert(t.accounts, space=space, native=native, person=person.id, seen=self.now)

    def of(self, person: Person) -> Sequence[Linked]:
        """A person's chat accounts."""
        return [
            Linked(row.id, Account(row.platform, row.space_native, row.native), row.name)
            for row in self.all(OF_PERSON, person=person.id)
            if row.platform != "local"
        ]

    def natives(self, space: int) -> Sequence[str]:
        """The linked accounts of a space, as its platform names them."""
        return [
            row.native for row in self.all(rows(t.accounts, t.accounts.c.native).where(t.accounts.c.space == space))
        ]

    def unlink(self, number: int) -> None:
        self.run(drop(t.accounts).where(t.accounts.c.id == number))

    def used(self, account: Account) -> None:
        """Note which account a person used last: there they are told."""
        self.run(TOUCH, name=account.native, platform=account.platform, guild=account.space, seen=self.now)

    def maps(self, space: int | None = None) -> Sequence[RoleMap]:
        query = rows(t.role_maps).order_by(t.role_maps.c.space, t.role_maps.c.native, t.role_maps.c.meaning)
        if space is not None:
            query = query.where(t.role_maps.c.space == space)
        return [RoleMap(row.space, row.native, row.meaning) for row in self.all(query)]

    def map(self, space: int, native: str, meaning: str) -> None:
        self.unmap(space, native, meaning)
        self.insert(t.role_maps, space=space, native=native, meaning=meaning)

    def unmap(self, space: int, native: str, meaning: str) -> bool:
        c = t.role_maps.c
        query = drop(t.role_maps).where(c.space == space, c.native == native, c.meaning == meaning)
        return self.run(query).rowcount == 1

    def grants(self, person: Person, space: int | None = None) -> frozenset[str]:
        """What a person has by the native roles of one space, or of all."""
        query = rows(t.grants).where(t.grants.c.person == person.id)
        if space is not None:
            query = query.where(t.grants.c.space == space)
        return frozenset(row.meaning for row in self.all(query))

    def set_grants(self, person: Person, space: int, meanings: frozenset[str]) -> None:
        self.run(drop(t.grants).where(t.grants.c.person == person.id, t.grants.c.space == space))
        self.insert_all(
            t.grants, [{"person": person.id, "space": space, "meaning": meaning} for meaning in sorted(meanings)]
        )

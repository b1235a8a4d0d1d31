"""Consult requests. A consult is seen by whoever sees its case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.consult import ALLOWED
from bot.model import Case, Consult, ConsultState, Ref, SubjectKind, Urgency
from bot.store import tables as t
from bot.store.base import HERE, Repository, change, nothing_there, rows
from bot.store.cases import VISIBLE, entries_of, entry_from, eyes
from bot.text import CleanText

UNFINISHED = (ConsultState.OPEN, ConsultState.ACCEPTED, ConsultState.INFORMATION, ConsultState.ANSWERED)


def _consults() -> sa.Select[Any]:
    requester, assignee = t.persons.alias("requester"), t.persons.alias("assignee")
    return (
        rows(
            t.consults, t.consults, t.cases.c.number.label("case_number"),
            requester.c.handle.label("requester_handle"), assignee.c.handle.label("assignee_handle"),
        )
        .join(t.cases, t.cases.c.id == t.consults.c.case)
        .join(requester, requester.c.id == t.consults.c.requester)
        .outerjoin(assignee, assignee.c.id == t.consults.c.assignee)
        .where(VISIBLE)
    )  # fmt: skip


CONSULTS = _consults()
BY_NUMBER = CONSULTS.where(t.consults.c.number == sa.bindparam("number"))
OF_CASE = CONSULTS.where(t.consults.c.case == sa.bindparam("case")).order_by(t.consults.c.number)
QUEUE = CONSULTS.where(t.consults.c.state.in_([s.value for s in UNFINISHED])).order_by(t.consults.c.due).limit(100)
ENTRIES = entries_of(t.consult_entries, t.consult_entries.c.consult)
NEXT_NUMBER = (
    sa.update(t.communities)
    .where(t.communities.c.id == HERE)
    .values(last_consult=t.communities.c.last_consult + 1)
    .returning(t.communities.c.last_consult)
)
MOVE = change(t.consults).where(t.consults.c.id == sa.bindparam("key"), t.consults.c.state == sa.bindparam("before"))


class Consults(Repository):
    def open(self, case: Case, specialty: str, urgency: Urgency) -> Consult:
        number = int(self.run(NEXT_NUMBER).scalar_one())
        due = self.now + ALLOWED[urgency]
        consult = self.insert(
            t.consults, number=number, case=case.id, requester=self.actor.id, specialty=specialty,
            urgency=urgency.value, state=ConsultState.OPEN.value, asked=self.now, due=due,
        )  # fmt: skip
        return Consult(
            id=consult, number=number, case=case.ref, case_id=case.id, requester=self.actor.id,
            requester_handle=self.actor.handle, specialty=specialty, urgency=urgency, state=ConsultState.OPEN,
            assignee=None, assignee_handle=None, asked=self.now, due=due, widened=False, entries=(),
        )  # fmt: skip

    def get(self, ref: Ref) -> Consult:
        """The consult, whole; Missing where there is none whose case the viewer may see."""
        row = None
        if ref.kind is SubjectKind.CONSULT:
            row = self.first(BY_NUMBER, number=ref.number, **eyes(self.viewer))
        if row is None:
            raise nothing_there("consult")
        return self._consult(row)

    def of_case(self, case: Case) -> Sequence[Consult]:
        return [self._consult(row) for row in self.all(OF_CASE, case=case.id, **eyes(self.viewer))]

    def queue(self, specialty: str | None = None) -> Sequence[Consult]:
        """What is not finished, the soonest due first."""
        query = QUEUE if specialty is None else QUEUE.where(t.consults.c.specialty == specialty)
        return [self._consult(row) for row in self.all(query, **eyes(self.viewer))]

    def move(self, consult: Consult, state: ConsultState, **values: Any) -> Consult:
        """Set the state, if it is still the one that the caller decided upon."""
        done = self.run(MOVE, key=consult.id, before=consult.state.value, state=state.value, **values)
        if done.rowcount != 1:
            raise nothing_there("consult in that state")
        return self.get(consult.ref)

    def add(self, consult: Consult, texts: Mapping[str, CleanText]) -> None:
        """Entries under a consult, by their kind, in the viewer's name."""
        common = {"consult": consult.id, "author": self.actor.id, "at": self.now}
        self.insert_all(t.consult_entries, [common | {"kind": kind, "text": text} for kind, text in texts.items()])

    def restart(self, consult: Consult) -> Consult:
        """Its time begins now: until now its case was held."""
        due = self.now + ALLOWED[consult.urgency]
        self.run(change(t.consults).where(t.consults.c.id == consult.id).values(asked=self.now, due=due))
        return self.get(consult.ref)

    def decline(self, consult: Consult) -> None:
        mine = (t.declines.c.consult == consult.id) & (t.declines.c.person == self.actor.id)
        if self.first(rows(t.declines).where(mine)) is None:
            self.insert(t.declines, consult=consult.id, person=self.actor.id)

    def declined_by(self, consult: Consult) -> frozenset[int]:
        query = rows(t.declines, t.declines.c.person).where(t.declines.c.consult == consult.id)
        return frozenset(row.person for row in self.all(query))

    def widen(self, consult: Consult) -> None:
        self.run(change(t.consults).where(t.consults.c.id == consult.id).values(widened=True))

    def release(self, person: int) -> Sequence[Consult]:
        """Consults that somebody who left had accepted wait for another specialist again."""
        query = CONSULTS.where(
            t.consults.c.assignee == person,
            t.consults.c.state.in_([ConsultState.ACCEPTED.value, ConsultState.INFORMATION.value]),
        )
        held = [self._consult(row) for row in self.all(query, **eyes(self.viewer))]
        return [self.move(consult, ConsultState.OPEN, assignee=None) for consult in held]

    def _consult(self, row: sa.Row[Any]) -> Consult:
        return Consult(
            id=row.id, number=row.number, case=Ref(SubjectKind.CASE, row.case_number), case_id=row.case,
            requester=row.requester, requester_handle=row.requester_handle, specialty=row.specialty,
            urgency=Urgency(row.urgency), state=ConsultState(row.state), assignee=row.assignee,
            assignee_handle=row.assignee_handle, asked=row.asked, due=row.due, widened=bool(row.widened),
            entries=tuple(entry_from(entry) for entry in self.all(ENTRIES, key=row.id)),
        )  # fmt: skip

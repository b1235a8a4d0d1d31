"""Consult requests. A consult is seen by whoever sees its case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot.consult import ALLOWED
from bot.model import Case, Consult, ConsultState, Ref, SubjectKind, Urgency
from bot.store import tables as t
from bot.store.base import Repository, nothing_there
from bot.store.cases import entries, visible
from bot.text import CleanText

UNFINISHED = (ConsultState.OPEN, ConsultState.ACCEPTED, ConsultState.INFORMATION, ConsultState.ANSWERED)


class Consults(Repository):
    def open(self, case: Case, specialty: str, urgency: Urgency) -> Consult:
        mine = t.communities.c.id == self.community
        last = t.communities.c.last_consult
        self.conn.execute(sa.update(t.communities).where(mine).values(last_consult=last + 1))
        number = int(self.conn.execute(sa.select(last).where(mine)).scalar_one())
        self.insert(
            t.consults, number=number, case=case.id, requester=self.actor.id, specialty=specialty,
            urgency=urgency.value, state=ConsultState.OPEN.value, asked=self.now, due=self.now + ALLOWED[urgency],
        )  # fmt: skip
        return self.get(Ref(SubjectKind.CONSULT, number))

    def get(self, ref: Ref) -> Consult:
        """The consult, whole; Missing where there is none whose case the viewer may see."""
        row = None
        if ref.kind is SubjectKind.CONSULT:
            row = self.first(self._query().where(t.consults.c.number == ref.number))
        if row is None:
            raise nothing_there("consult")
        return self._consult(row)

    def of_case(self, case: Case) -> Sequence[Consult]:
        query = self._query().where(t.consults.c.case == case.id).order_by(t.consults.c.number)
        return [self._consult(row) for row in self.all(query)]

    def queue(self, specialty: str | None = None) -> Sequence[Consult]:
        """What is not finished, the soonest due first."""
        query = self._query().where(t.consults.c.state.in_([s.value for s in UNFINISHED])).order_by(t.consults.c.due)
        if specialty is not None:
            query = query.where(t.consults.c.specialty == specialty)
        return [self._consult(row) for row in self.all(query.limit(100))]

    def move(self, consult: Consult, state: ConsultState, **values: Any) -> Consult:
        """Set the state, if it is still the one that the caller decided upon."""
        done = self.conn.execute(
            self.change(t.consults)
            .where(t.consults.c.id == consult.id, t.consults.c.state == consult.state.value)
            .values(state=state.value, **values)
        )
        if done.rowcount != 1:
            raise nothing_there("consult in that state")
        return self.get(consult.ref)

    def add(self, consult: Consult, kind: str, text: CleanText) -> None:
        self.insert(t.consult_entries, consult=consult.id, kind=kind, author=self.actor.id, at=self.now, text=text)

    def decline(self, consult: Consult) -> None:
        mine = (t.declines.c.consult == consult.id) & (t.declines.c.person == self.actor.id)
        if self.first(self.rows(t.declines).where(mine)) is None:
            self.insert(t.declines, consult=consult.id, person=self.actor.id)

    def declined_by(self, consult: Consult) -> frozenset[int]:
        query = self.rows(t.declines, t.declines.c.person).where(t.declines.c.consult == consult.id)
        return frozenset(row.person for row in self.all(query))

    def widen(self, consult: Consult) -> None:
        self.conn.execute(self.change(t.consults).where(t.consults.c.id == consult.id).values(widened=True))

    def release(self, person: int) -> Sequence[Consult]:
        """Consults that somebody who left had accepted wait for another specialist again."""
        query = self._query().where(
            t.consults.c.assignee == person,
            t.consults.c.state.in_([ConsultState.ACCEPTED.value, ConsultState.INFORMATION.value]),
        )
        held = [self._consult(row) for row in self.all(query)]
        return [self.move(consult, ConsultState.OPEN, assignee=None) for consult in held]

    def _query(self) -> sa.Select[Any]:
        requester, assignee = t.persons.alias("requester"), t.persons.alias("assignee")
        return (
            self.rows(
                t.consults, t.consults, t.cases.c.number.label("case_number"),
                requester.c.handle.label("requester_handle"), assignee.c.handle.label("assignee_handle"),
            )
            .join(t.cases, t.cases.c.id == t.consults.c.case)
            .join(requester, requester.c.id == t.consults.c.requester)
            .outerjoin(assignee, assignee.c.id == t.consults.c.assignee)
            .where(visible(self.viewer))
        )  # fmt: skip

    def _consult(self, row: sa.Row[Any]) -> Consult:
        return Consult(
            id=row.id, number=row.number, case=Ref(SubjectKind.CASE, row.case_number), case_id=row.case,
            requester=row.requester, requester_handle=row.requester_handle, specialty=row.specialty,
            urgency=Urgency(row.urgency), state=ConsultState(row.state), assignee=row.assignee,
            assignee_handle=row.assignee_handle, asked=row.asked, due=row.due, widened=bool(row.widened),
            entries=entries(self, t.consult_entries, t.consult_entries.c.consult == row.id),
        )  # fmt: skip

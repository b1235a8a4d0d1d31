"""The search index, and redaction: the two things that touch every text of a case at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.model import Case, CaseState, EntryKind, Ref, SubjectKind
from bot.search import Query
from bot.store import tables as t
from bot.store.base import Repository, change, nothing_there, rows
from bot.store.cases import VISIBLE, eyes
from bot.text import CleanText, joined

INDEX = t.search_index.c
FORGET = sa.delete(t.search_index).where(INDEX.rowid == sa.bindparam("key"))
LEARN = sa.insert(t.search_index)


def _texts() -> sa.CompoundSelect[Any]:
    """What a case can be found by, in its order: nothing, once it is withdrawn."""

    def part(place: int, table: sa.Table, case: sa.ColumnElement[int], *joins: Any) -> sa.Select[Any]:
        query = rows(table, sa.literal(place).label("place"), table.c.id.label("turn"), table.c.text)
        for join in joins:
            query = query.join(*join)
        mine = sa.and_(t.cases.c.id == case, t.cases.c.state == CaseState.OPEN.value)
        return query.join(t.cases, mine).where(case == sa.bindparam("key"))

    parts, entries, answers = t.case_parts, t.case_entries, t.consult_entries
    return sa.union_all(
        part(0, parts, parts.c.case).where(parts.c.version == t.cases.c.version),
        part(1, entries, entries.c.case).where(entries.c.kind != EntryKind.REPORT.value),
        part(2, answers, t.consults.c.case, (t.consults, t.consults.c.id == answers.c.consult)),
    ).order_by("place", "turn")


TEXTS = _texts()
SEARCH = (
    rows(t.cases, t.cases.c.number, t.cases.c.id, t.persons.c.handle)
    .join(t.search_index, INDEX.rowid == t.cases.c.id)
    .join(t.persons, t.persons.c.id == t.cases.c.author)
    .where(sa.literal_column("search_index").op("MATCH")(sa.bindparam("match", type_=sa.Text)), VISIBLE)
    .order_by(sa.literal_column("rank"))  # and by nothing else: FTS5 then sorts by itself, and stops at the limit
    .limit(sa.bindparam("limit", type_=sa.Integer))
)
PRESENT_TEXTS = (
    rows(t.case_parts, t.case_parts.c.case, t.case_parts.c.text)
    .join(t.cases, sa.and_(t.cases.c.id == t.case_parts.c.case, t.cases.c.version == t.case_parts.c.version))
    .where(t.case_parts.c.case.in_(sa.bindparam("cases", expanding=True)))
    .order_by(t.case_parts.c.id)
)


@dataclass(frozen=True, slots=True)
class Found:
    case: Ref
    handle: str
    excerpt: CleanText


class Index(Repository):
    """FTS5 over each case's present text with its replies, consults and answers. Written by the unit of work."""

    @property
    def scope(self) -> str:
        return f"community{self.community}"

    def refresh(self, case: Case) -> None:
        self.run(FORGET, key=case.id)
        texts = [row.text for row in self.run(TEXTS, key=case.id)]
        if texts:
            self.run(LEARN, rowid=case.id, scope=self.scope, body=joined(texts))

    def search(self, query: Query, limit: int = 20) -> Sequence[Found]:
        """Best matches first, among the cases that the viewer may see."""
        hits = self.all(SEARCH, match=query.fts5(self.scope), limit=limit, **eyes(self.viewer))
        texts: dict[int, list[CleanText]] = {}
        for row in self.all(PRESENT_TEXTS, cases=[hit.id for hit in hits]):
            texts.setdefault(row.case, []).append(row.text)
        return [
            Found(Ref(SubjectKind.CASE, hit.number), hit.handle, joined(texts.get(hit.id, [])[:2]).excerpt(160))
            for hit in hits
        ]


class Redaction(Repository):
    """A word that slipped through is taken out of everything that belongs to a case: every version and every entry."""

    def case_of(self, locator: str) -> int:
        """The case that a piece of text ('part-17', 'entry-3', 'consult-8') belongs to."""
        row = self._row(locator)
        if locator.startswith("consult-"):
            consult = self.first(rows(t.consults, t.consults.c.case).where(t.consults.c.id == row.consult))
            return int(consult.case) if consult else 0
        return int(row.case)

    def selection(self, locator: str, start: int, end: int) -> re.Pattern[str]:
        """What finds the selected word; Missing where the selection lies outside the text."""
        text: CleanText = self._row(locator).text
        pattern = text.selection(start, end)
        if pattern is None:
            raise nothing_there("selected text")
        return pattern

    def everywhere(self, case: int, pattern: re.Pattern[str]) -> tuple[int, Sequence[Ref]]:
        """Replace what the pattern finds in every text of the case; how many times it stood there, in which entries."""
        places, entries = 0, []
        consult_ids = rows(t.consults, t.consults.c.id).where(t.consults.c.case == case)
        for table, of in (
            (t.case_parts, t.case_parts.c.case == case),
            (t.case_entries, t.case_entries.c.case == case),
            (t.consult_entries, t.consult_entries.c.consult.in_(consult_ids)),
        ):
            for row in self.all(rows(table, table.c.id, table.c.text).where(of)):
                text, count = row.text.without(pattern)
                if count:
                    self.run(change(table).where(table.c.id == row.id).values(text=text))
                    places += count
                    if table is t.case_entries:
                        entries.append(Ref(SubjectKind.ENTRY, row.id))
        return places + self._in_drafts(case, pattern), entries

    def _in_drafts(self, case: int, pattern: re.Pattern[str]) -> int:
        """The same in what members have not posted yet."""
        numbers = [
            *self.all(rows(t.cases, sa.literal("CASE-").label("kind"), t.cases.c.number).where(t.cases.c.id == case)),
            *self.all(rows(t.consults, sa.literal("C-").label("kind"), t.consults.c.number).where(
                t.consults.c.case == case
            )),
        ]  # fmt: skip
        about = t.drafts.c.subject.in_([f"{row.kind}{row.number}" for row in numbers])
        places = 0
        for row in self.all(rows(t.drafts, t.drafts.c.id, t.drafts.c.text).where(about)):
            text, count = row.text.without(pattern)
            if count:
                self.run(change(t.drafts).where(t.drafts.c.id == row.id).values(text=text))
                places += count
        return places

    def _row(self, locator: str) -> sa.Row[Any]:
        name, _, number = locator.partition("-")
        table = {"part": t.case_parts, "entry": t.case_entries, "consult": t.consult_entries}.get(name)
        row = None
        if table is not None and number.isdecimal():
            row = self.first(rows(table).where(table.c.id == int(number)))
        if row is None:
            raise nothing_there("text")
        return row

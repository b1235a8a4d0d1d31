"""What several features do to a case: add to it, here and in every copy."""

from __future__ import annotations

from bot.model import Case, EntryKind
from bot.store.posts import Post
from bot.store.unit import Unit
from bot.text import CleanText


def add(
    unit: Unit, case: Case, kind: EntryKind, text: CleanText, *, notice: str, typed: tuple[Post, str] | None = None
) -> Case:
    """Put a reply or an update under a case, into its threads, and tell who follows it.

    ``typed``: the thread's first post and the native id, where a member wrote it there natively: it has its copy there.
    """
    case = unit.cases.add(case, kind, text)
    entry = case.entries[-1].ref
    if typed is not None:
        unit.posts.typed(entry, *typed)
    unit.posts.spread(case, entry)
    unit.said(case)
    for person in {case.author, *unit.cases.followers(case)} - {unit.cases.actor.id}:
        unit.posts.tell(case.ref, person, notice)
    return case

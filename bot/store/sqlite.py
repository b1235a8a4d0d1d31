"""SQLite: one writer with group commit, several readers, no coroutine inside a transaction.

One task owns the one writing connection. It takes all units that wait, hands them over to aiosqlite's thread in one
hop, runs each in a savepoint of one transaction and commits them together: a synced commit is what costs, and it is
shared. A caller who is cancelled stops waiting; its unit is committed or not, but never half.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import aiosqlite
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from bot.clock import Clock
from bot.errors import Unavailable
from bot.store.base import Scope
from bot.store.faults import STOPPING, unavailable
from bot.store.unit import Unit

T = TypeVar("T")

READERS = 3
MAX_BATCH = 256

WRITER_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "busy_timeout=5000")
# The writer alone checkpoints: SQLite before 3.51.3 has a rare WAL-reset race between connections that do.
READER_PRAGMAS = ("query_only=ON", "wal_autocheckpoint=0", "busy_timeout=5000")


class _Connection(aiosqlite.Connection):
    """An aiosqlite connection that also runs a whole function, and a sync SQLAlchemy connection, on its thread."""

    core: sa.Connection

    async def run(self, function: Callable[[], T]) -> T:
        def on_thread() -> T:
            try:
                return function()
            except StopIteration as error:  # a future refuses to carry it, and whoever awaits would wait for ever
                raise RuntimeError("ran off the end of an iterator") from error

        result: T = await self._execute(on_thread)  # type: ignore[no-untyped-call]
        return result

    async def prepare(self, pragmas: tuple[str, ...]) -> None:
        def on_thread() -> None:
            raw = self._conn
            for pragma in pragmas:
                raw.execute(f"PRAGMA {pragma}")
            engine = sa.create_engine(
                "sqlite://", creator=lambda: raw, poolclass=StaticPool, isolation_level="AUTOCOMMIT",
                hide_parameters=True,
            )  # fmt: skip
            self.core = engine.connect()

        await self.run(on_thread)

    async def close(self) -> None:
        if hasattr(self, "core"):
            await self.run(self.core.close)
        await super().close()
        self._thread.join()  # it answers the loop once more, which may be closed by then

    @property
    def raw(self) -> sqlite3.Connection:
        return self._conn


@dataclass(eq=False, slots=True)
class _Job(Generic[T]):
    scope: Scope
    work: Callable[[Unit], T]
    done: asyncio.Future[T]


@dataclass(frozen=True, slots=True)
class _Outcome:
    value: Any = None
    error: BaseException | None = None


class _RolledBack(Exception):
    """SQLite undid the whole transaction by itself: nothing of the batch counts."""


class SqliteStore:
    def __init__(self, path: Path, clock: Clock, audit_key: bytes) -> None:
        self.path = path
        self._clock = clock
        self._audit_key = audit_key
        self._jobs: asyncio.Queue[_Job[Any]] = asyncio.Queue()
        self._readers: asyncio.Queue[_Connection] = asyncio.Queue()
        self._writer: _Connection
        self._task: asyncio.Task[None]
        self._scrubbing = asyncio.Lock()
        self._closing = self._closed = False
        self.committed = asyncio.Event()  # set after every commit: what waits in the outbox may go

    async def open(self) -> None:
        """Connect to a database that is at the present migration. Raises Unavailable where it can't be."""
        try:
            self._writer = await self._connect(WRITER_PRAGMAS)
            for _ in range(READERS):
                self._readers.put_nowait(await self._connect(READER_PRAGMAS))
        except (sqlite3.Error, sa.exc.DBAPIError) as error:
            await self._close_connections()
            raise unavailable(error) from None
        self._task = asyncio.create_task(self._write_forever(), name="writer")
        try:
            if await self.read(None, lambda unit: unit.directory.flag("scrub")):
                await self.scrub()
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Finish what waits, then close; readers first, so that the writer's is the last checkpoint."""
        self._closing = True  # no new writes; who wrote may still read what came of it
        await self._jobs.join()
        self._closed = True
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        await self._close_connections()

    async def write(self, scope: Scope | None, work: Callable[[Unit], T]) -> T:
        """Run ``work`` in a durable unit and return what it returned.

        Raises what ``work`` raised, or Unavailable; either way nothing of the unit is kept. When the caller is
        cancelled the unit goes on. ``work`` may run twice (the first run leaving no trace), so it only uses its unit.
        """
        if self._closing:
            raise Unavailable(STOPPING)
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put_nowait(_Job(scope or Scope(0), work, done))
        return await asyncio.shield(done)

    async def read(self, scope: Scope | None, query: Callable[[Unit], T]) -> T:
        """Run ``query`` on a snapshot; it can't write."""
        if self._closed:
            raise Unavailable(STOPPING)
        async with self._reader() as reader:

            def on_thread() -> T:
                reader.raw.execute("BEGIN")
                try:
                    return query(self._unit(reader, scope or Scope(0)))
                finally:
                    reader.raw.execute("ROLLBACK")

            try:
                return await asyncio.shield(reader.run(on_thread))
            except (sqlite3.Error, sa.exc.SQLAlchemyError) as error:
                raise unavailable(error) from None

    async def scrub(self) -> None:
        """The second half of a redaction: the word leaves the index's old segments, the free pages and the WAL.

        A flag that the redaction committed keeps this due, through a crash or where another process's reader is in the
        way. That is logged and not raised: the redaction itself is saved.
        """
        # Two at once would each wait for the readers that the other holds.
        async with self._scrubbing, AsyncExitStack() as held:
            for _ in range(READERS):
                reader = await held.enter_async_context(self._reader())
                await reader.run(lambda: None)  # a cancelled caller's query may still be running on it
            try:
                await self._writer.run(self._scrub)
            except (sqlite3.Error, sa.exc.SQLAlchemyError) as error:
                unavailable(error)

    async def pragma(self, name: str) -> str:
        """A setting of the live writer, for ``curbside check`` and the tests."""
        return str(await self._writer.run(lambda: self._writer.raw.execute(f"PRAGMA {name}").fetchone()[0]))

    async def limit_pages(self, pages: int) -> None:
        """Let the file grow no further: how the tests fill a disk."""
        await self._writer.run(lambda: self._writer.raw.execute(f"PRAGMA max_page_count={pages:d}").fetchone())

    def _unit(self, connection: _Connection, scope: Scope) -> Unit:
        return Unit(connection.core, scope, self._clock.now(), self._audit_key)

    async def _connect(self, pragmas: tuple[str, ...]) -> _Connection:
        connection = _Connection(lambda: sqlite3.connect(self.path, isolation_level=None), 64)
        try:
            await connection
            await connection.prepare(pragmas)
        except BaseException:
            await connection.close()  # one that is left open keeps the process from ending
            raise
        return connection

    async def _close_connections(self) -> None:
        while not self._readers.empty():
            await self._readers.get_nowait().close()
        if hasattr(self, "_writer"):
            await self._writer.close()

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[_Connection]:
        reader = await self._readers.get()
        try:
            yield reader
        finally:
            self._readers.put_nowait(reader)

    async def _write_forever(self) -> None:
        while True:
            jobs = [await self._jobs.get()]
            while not self._jobs.empty() and len(jobs) < MAX_BATCH:
                jobs.append(self._jobs.get_nowait())
            outcomes = await self._writer.run(lambda batch=jobs: self._commit(batch))  # type: ignore[misc]
            for job, outcome in zip(jobs, outcomes, strict=True):
                self._jobs.task_done()
                if job.done.cancelled():
                    continue
                if outcome.error is None:
                    job.done.set_result(outcome.value)
                else:
                    job.done.set_exception(outcome.error)
                    job.done.exception()  # its caller may be gone: that is no fault of ours
            self.committed.set()

    def _commit(self, jobs: list[_Job[Any]]) -> list[_Outcome]:
        """On the writer's thread: all units in one transaction; if SQLite undoes that, each in one of its own."""
        try:
            return self._commit_together(jobs)
        except _RolledBack:
            return [self._commit_alone(job) for job in jobs]
        except (sqlite3.Error, sa.exc.DBAPIError) as error:
            return [_Outcome(error=unavailable(error))] * len(jobs)

    def _commit_alone(self, job: _Job[Any]) -> _Outcome:
        try:
            return self._commit_together([job])[0]
        except (_RolledBack, sqlite3.Error, sa.exc.DBAPIError) as error:
            return _Outcome(error=unavailable(error.__cause__ if isinstance(error, _RolledBack) else error))

    def _commit_together(self, jobs: list[_Job[Any]]) -> list[_Outcome]:
        raw = self._writer.raw
        raw.execute("BEGIN IMMEDIATE")
        try:
            outcomes = [self._savepoint(job) for job in jobs]
            raw.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise _RolledBack from error
        except BaseException:
            self._roll_back()
            raise
        return outcomes

    def _savepoint(self, job: _Job[Any]) -> _Outcome:
        raw = self._writer.raw
        raw.execute("SAVEPOINT unit")
        try:
            value = job.work(self._unit(self._writer, job.scope))
        except BaseException as error:  # whatever a unit raises is its caller's: the writer goes on
            # Out of space, SQLite undoes the whole transaction, and the next savepoint would silently open another.
            if not raw.in_transaction:
                raise _RolledBack from getattr(error, "orig", error)
            raw.execute("ROLLBACK TO unit")
            raw.execute("RELEASE unit")
            return _Outcome(error=_for_caller(error))
        raw.execute("RELEASE unit")
        return _Outcome(value)

    def _roll_back(self) -> None:
        if self._writer.raw.in_transaction:
            self._writer.raw.execute("ROLLBACK")

    def _scrub(self) -> None:
        raw = self._writer.raw
        raw.execute("INSERT INTO search_index(search_index) VALUES ('optimize')")
        raw.execute("VACUUM")
        busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        # In the same hop as the rest: a redaction that commits after it finds its own flag standing.
        if not busy:
            self._unit(self._writer, Scope(0)).directory.set_flag("scrub", None)


def _for_caller(error: BaseException) -> BaseException:
    """The error as the caller may see it: a database's own would carry the statement's values."""
    if isinstance(error, (sqlite3.Error, sa.exc.SQLAlchemyError)):
        return unavailable(error)
    if isinstance(error, StopIteration):  # no future carries it
        return RuntimeError("a unit ran off the end of an iterator")
    return error

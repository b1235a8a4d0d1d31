"""The anonymizer as the engine uses it: worker processes under a deadline, failing closed.

Detection runs regular expressions and a model over text that anyone may write, so it runs where it can be killed. A
time-out, a
crash or a senseless answer holds the text (``errors.Held``); nothing passes unread.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from bot.anonymizer import minted, refuse_too_long, wire
from bot.errors import Held, Unavailable
from bot.i18n import Message, say
from bot.review import Context, Decision, Review
from bot.text import RawText

WORKERS = 2
SPARES = 1
DEADLINE = 2.0  # seconds for one form
START_DEADLINE = 60.0  # seconds until a fresh worker says that it is ready: on a small, busy machine too
QUEUE_DEADLINE = 10.0  # seconds that a form waits for a free worker


def _held() -> Message:
    return say(
        "This text could not be checked, so nothing was sent; it is still on this page. Try "
        "again, and if it happens again shorten it or leave "
        "out unusual characters."
    )


def _busy() -> Message:
    return say(
        "Too many texts are being checked just now, so nothing was sent; yours is still on this "
        "page. Please try again in a moment."
    )


def worker(spacy: str | None = None) -> tuple[str, ...]:
    """The command that starts a worker, with the spaCy pipeline of that name or folder beside the own model."""
    return (sys.executable, "-m", "bot.anonymizer.worker", *([spacy] if spacy else []))


class _Worker:
    """One process, one form at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("a worker needs both pipes")
        self._process = process
        self._stdin, self._stdout = process.stdin, process.stdout

    @classmethod
    async def start(cls, command: Sequence[str]) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(START_DEADLINE):
                await worker._receive()
        except BaseException:
            await worker.kill()
            raise
        return worker

    async def ask(self, message: Mapping[str, Any]) -> dict[str, Any]:
        self._stdin.write(wire.pack(message))
        await self._stdin.drain()
        return await self._receive()

    async def _receive(self) -> dict[str, Any]:
        size = int.from_bytes(await self._stdout.readexactly(wire.PREFIX), "big")
        if size > wire.MOST:
            raise ValueError("an answer of senseless size")
        answer: dict[str, Any] = json.loads(await self._stdout.readexactly(size))
        return answer

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()

    async def close(self) -> None:
        """Let it end by itself at the end of its input; kill it if it doesn't."""
        self._stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), 1.0)
        except TimeoutError:
            await self.kill()


class AnonymizerService:
    """Implements ``bot.review.Reviewer``. ``start`` before the first review, ``close`` at the end.

    Two forms are read at once; a warm spare takes the place of a worker that had to be killed, and a new spare is
    started behind it.
    """

    def __init__(self, command: Sequence[str] | None = None, deadline: float = DEADLINE) -> None:
        self._command = command or worker()
        self._deadline = deadline
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._turns = asyncio.Semaphore(WORKERS)
        self._starting: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Start the workers; ready when the first is, the others follow. Raises Unavailable where it can't start."""
        try:
            self._idle.put_nowait(await _Worker.start(self._command))
        except (OSError, EOFError, ValueError, TimeoutError, asyncio.IncompleteReadError):
            raise Unavailable(
                say("The anonymizer can't start, and without it no text is taken. Install Curbside anew.")
            ) from None
        for _ in range(WORKERS + SPARES - 1):
            self._start_another()

    async def close(self) -> None:
        self._closed = True
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        closing = []
        while not self._idle.empty():
            closing.append(self._idle.get_nowait().close())
        await asyncio.gather(*closing)

    async def review(
        self, fields: Mapping[str, RawText], decisions: Mapping[str, Sequence[Decision]], context: Context
    ) -> Review:
        refuse_too_long(fields)
        message = wire.request({name: text.expose() for name, text in fields.items()}, decisions, context)
        try:
            async with asyncio.timeout(QUEUE_DEADLINE):
                await self._turns.acquire()
        except TimeoutError:
            raise Held(_busy()) from None
        try:
            answer = await self._ask(message)
        finally:
            self._turns.release()
        try:
            return minted(wire.read_answer(answer, {name: len(text) for name, text in fields.items()}))
        except (KeyError, TypeError, ValueError):
            raise Held(_held(), killed=True) from None  # 'from None': the cause holds the answer

    async def _ask(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """One worker's answer. Whatever goes wrong, also our own cancellation, the worker is not used again."""
        try:
            async with asyncio.timeout(QUEUE_DEADLINE):
                worker = await self._idle.get()
        except TimeoutError:
            raise Held(_busy()) from None
        sound = False
        try:
            async with asyncio.timeout(self._deadline):
                answer = await worker.ask(message)
            sound = True
        except (TimeoutError, OSError, EOFError, ValueError, asyncio.IncompleteReadError):
            raise Held(_held(), killed=True) from None
        else:
            return answer
        finally:
            if sound and not self._closed:
                self._idle.put_nowait(worker)
            else:
                await asyncio.shield(self._replace(worker))

    async def _replace(self, worker: _Worker) -> None:
        await worker.kill()
        if not self._closed:
            self._start_another()

    def _start_another(self) -> None:
        task = asyncio.create_task(self._add())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _add(self) -> None:
        """Start another worker, trying again while it fails: with none left, every text would be held."""
        while not self._closed:
            try:
                self._idle.put_nowait(await _Worker.start(self._command))
            except (OSError, EOFError, ValueError, TimeoutError, asyncio.IncompleteReadError):
                await asyncio.sleep(1.0)
            else:
                return

"""A worker process: reads forms on stdin, answers on stdout, keeps nothing, writes no log. Started by ``service``.

``python -m bot.anonymizer.worker [PIPELINE]``, with the spaCy pipeline of that name beside the own model. It ends when
its parent closes the pipe (or dies), and leaves Ctrl-C to the parent.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import signal
import sys
from typing import BinaryIO

from bot.anonymizer import wire
from bot.anonymizer.memory import forget
from bot.review import Context


def main(spacy: str | None = None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)  # no library may write down what it reads
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a stray print must not break the framing
    gc.disable()  # what is loaded now stays: looking for garbage in it takes half a second
    from bot.anonymizer.pipeline import Pipeline, detector  # the slow import, after the pipe is in order

    pipeline = Pipeline(detector(spacy))
    pipeline.read({"warm": "Seen by Dr Smith on 3/4/2020, Monday 5 May."}, {}, Context())
    gc.collect()
    gc.freeze()
    gc.enable()
    _send(answers, {"ready": True})
    while (message := _receive(sys.stdin.buffer)) is not None:
        _send(answers, wire.answer(pipeline.read(*wire.read_request(message))))
        del message
        forget()


def _send(answers: BinaryIO, message: dict[str, object]) -> None:
    answers.write(wire.pack(message))
    answers.flush()


def _receive(stdin: BinaryIO) -> dict[str, object] | None:
    head = stdin.read(wire.PREFIX)
    if len(head) < wire.PREFIX:
        return None
    body = stdin.read(int.from_bytes(head, "big"))
    message: dict[str, object] = json.loads(body)
    return message


if __name__ == "__main__":
    # A traceback would show the lines it died on, and a chained exception may hold text: end without a word.
    try:
        main(*sys.argv[1:])
    except BaseException:
        os._exit(1)

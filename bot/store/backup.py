"""Encrypted backups of a live database, and their restoration.

A backup is a header (magic, salt) and chunks of AES-256-GCM in the STREAM construction (Hoang, Reyhanitabar, Rogaway,
Vizár 2015): each chunk's nonce holds its number and whether it is the last, so that a chunk changed, moved, left out or
cut off is found. Each file has a key of its own, derived from the installation's and the salt, so that nonces never
meet. The header is authenticated with every chunk.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sqlite3
import struct
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import CurbsideError, Unavailable
from bot.i18n import Message, say
from bot.store import migrations
from bot.store.faults import unavailable

MAGIC = b"curbside backup 1\n"
SALT_BYTES = 32
TAG_BYTES = 16
CHUNK = 1 << 20  # bytes of the database in one chunk
LEFT_OVER_SECONDS = 3600  # no backup takes that long
STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"curbside-(\d{8}T\d{6}Z)(-\d+)?\.backup")

DAMAGED = say("This backup can't be used: it is damaged, cut off, or the key is another. Nothing was changed.")
NOT_ONE = say("This file isn't a backup of Curbside's. Nothing was changed.")
EXISTS = say(
    "There is a database already. To put the backup in its place (the old one is kept beside it), say --replace."
)
IN_USE = say("Curbside is still running on this database. Stop it, then restore. Nothing was changed.")
NO_DATABASE = say("There is no database to back up at that place.")


def backup(database: Path, folder: Path, key: bytes, now: datetime) -> Path:
    """Write an encrypted backup of a database, which may be in use, and return its path.

    ``key``: 32 bytes. What is copied is one consistent moment. Raises Unavailable, leaving nothing behind.
    """
    if not database.exists():
        raise Unavailable(NO_DATABASE)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_left_over(database.parent)
        # The plain copy stands beside the database, as private as that, and is gone when this block ends.
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=database.parent) as private:
            copy = Path(private) / "copy.db"
            _copy(database, copy)
            return _publish(copy, folder, key, now)
    except sqlite3.Error as error:
        raise unavailable(error) from None
    except OSError as error:
        raise Unavailable(_disk(error)) from None


def restore(file: Path, database: Path, key: bytes, *, replace: bool = False) -> Path | None:
    """Put a backup in a database's place; the outbox waits until an administrator confirms.

    The whole backup is verified before anything is touched. A database that is there is refused, or with ``replace``
    kept aside: its new path is returned. Raises CurbsideError.
    """
    if database.exists() and not replace:
        raise CurbsideError(EXISTS)
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=database.parent) as private:
            copy = Path(private) / "copy.db"
            with file.open("rb") as source, _private(copy) as target:
                for chunk in _opened(source, key):
                    target.write(chunk)
                _sync(target)
            _check_and_hold(copy)
            aside = _move_aside(database) if database.exists() else None
            copy.replace(database)
            _sync_folder(database.parent)
            return aside
    except sqlite3.Error as error:
        raise unavailable(error) from None
    except OSError as error:
        raise Unavailable(_disk(error)) from None


def prune(folder: Path, keep_days: int, now: datetime) -> list[Path]:
    """Delete backups older than ``keep_days``, by the moment in their names; which they were.

    A redacted word is gone from the backups once those that were made before the redaction are.
    """
    oldest = now - timedelta(days=keep_days)
    gone = []
    for path in folder.glob("curbside-*.backup"):
        match = NAME.fullmatch(path.name)
        if match and datetime.strptime(match[1], STAMP).replace(tzinfo=UTC) < oldest:
            path.unlink()
            gone.append(path)
    return gone


def _remove_left_over(folder: Path) -> None:
    """Plain copies of a backup or restoration that was killed: a later redaction would not reach them."""
    for private in (*folder.glob(".backup-*"), *folder.glob(".restore-*")):
        if private.stat().st_mtime < time.time() - LEFT_OVER_SECONDS:
            shutil.rmtree(private, ignore_errors=True)


def _copy(database: Path, copy: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None, timeout=30)) as raw:
        raw.execute("PRAGMA wal_autocheckpoint=0")  # the writer alone checkpoints
        raw.execute("VACUUM INTO ?", (str(copy),))  # leaves the free pages, and what once stood in them, behind


def _publish(copy: Path, folder: Path, key: bytes, now: datetime) -> Path:
    """Encrypt into a file of the folder that gets its name when it is whole."""
    handle, unfinished = tempfile.mkstemp(prefix=".unfinished-", dir=folder)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as target, copy.open("rb") as source:
            for piece in _sealed(source, key):
                target.write(piece)
            _sync(target)
        path = _free_name(folder, now)
        Path(unfinished).rename(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    _sync_folder(folder)
    return path


def _free_name(folder: Path, now: datetime) -> Path:
    stamp = now.astimezone(UTC).strftime(STAMP)
    path, number = folder / f"curbside-{stamp}.backup", 1
    while path.exists():
        number += 1
        path = folder / f"curbside-{stamp}-{number}.backup"
    return path


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=b"curbside/backup file").derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return struct.pack(">3xQB", number, last)


def _sealed(source: BinaryIO, key: bytes) -> Iterator[bytes]:
    header = MAGIC + secrets.token_bytes(SALT_BYTES)
    cipher = _cipher(key, header[len(MAGIC) :])
    yield header
    number, chunk = 0, source.read(CHUNK)
    while True:
        following = source.read(CHUNK)
        yield cipher.encrypt(_nonce(number, not following), chunk, header)
        if not following:
            return
        number, chunk = number + 1, following


def _opened(source: BinaryIO, key: bytes) -> Iterator[bytes]:
    header = source.read(len(MAGIC) + SALT_BYTES)
    if not header.startswith(MAGIC):
        raise CurbsideError(NOT_ONE)
    cipher = _cipher(key, header[len(MAGIC) :])
    number, chunk = 0, source.read(CHUNK + TAG_BYTES)
    while True:
        following = source.read(CHUNK + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, not following), chunk, header)
        except InvalidTag:
            raise CurbsideError(DAMAGED) from None
        if not following:
            return
        number, chunk = number + 1, following


def _check_and_hold(copy: Path) -> None:
    """Raise CurbsideError unless the copy is a whole database of a version that is known; hold its outbox."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as raw:
        if raw.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise CurbsideError(DAMAGED)
        migrations.check_known(copy)
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("DELETE FROM meta WHERE name = 'hold'")
        raw.execute("INSERT INTO meta (name, value) VALUES ('hold', 'restored')")
        raw.execute("COMMIT")
    with copy.open("rb") as written:
        _sync(written)


def _move_aside(database: Path) -> Path:
    """Rename a database that nobody uses, its log first merged into it."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=1)) as raw:
        try:
            raw.execute("PRAGMA journal_mode=DELETE").fetchone()  # needs to be the only one who has it open
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise CurbsideError(IN_USE) from None
            raise
        except sqlite3.DatabaseError:
            pass  # damaged, which may be why a backup is restored: it is kept as it is, with its log
    aside = database.with_name(f"{database.name}.before-{secrets.token_hex(4)}")
    for ending in ("-wal", "-shm", ""):  # the database last: a log without its database would join the new one
        part = database.with_name(database.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _disk(error: OSError) -> Message:
    return say("The file can't be read or written: {why}. Nothing was changed.", why=os.strerror(error.errno or 0))

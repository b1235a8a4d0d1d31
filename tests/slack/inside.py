"""Runs local-slack inside a network namespace of its own, and lets bytes in and out by two unix sockets.

local-slack listens on every interface, which a test must not; a fresh namespace (`unshare -rn`, no root needed) holds
nothing but loopback. Unix sockets with a path cross namespaces. Usage:

    unshare -rn python inside.py PORT IN_SOCKET OUT_SOCKET COMMAND…

`IN_SOCKET` leads to 127.0.0.1:PORT in here, where COMMAND listens. 127.0.0.1:PORT+1 in here leads to `OUT_SOCKET`,
where the test's side listens: by it local-slack reaches an app's request URL. Prints 'ready', and ends when its stdin
closes, so that nothing outlives a killed test.
"""

from __future__ import annotations

import asyncio
import fcntl
import socket
import struct
import sys
from collections.abc import Awaitable, Callable

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
SIOCSIFFLAGS = 0x8914
IFF_UP = 1


def loopback_up() -> None:
    """A new namespace's loopback is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        fcntl.ioctl(handle, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


def joined(onward: Callable[[], Awaitable[Streams]]) -> Callable[..., Awaitable[None]]:
    """A connection handler that joins each comer with a new connection onward, until either side ends."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await onward()
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))

    return handle


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def run(port: int, way_in: str, way_out: str, command: list[str]) -> None:
    loopback_up()
    child = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.DEVNULL, stdout=sys.stderr)
    try:
        while not await _listens(port):
            if child.returncode is not None:
                sys.exit(f"{command[0]} ended with {child.returncode}")
            await asyncio.sleep(0.02)
        await asyncio.start_unix_server(joined(lambda: asyncio.open_connection("127.0.0.1", port)), way_in)
        outward = joined(lambda: asyncio.open_unix_connection(way_out))
        await asyncio.start_server(outward, "127.0.0.1", port + 1)
        print("ready", flush=True)
        stdin = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stdin), sys.stdin)
        await stdin.read()
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:]))

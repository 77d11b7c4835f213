"""Asking clamd about a file. The file goes to it piece by piece over its own protocol.

Ours rather than the package `clamd`, which loses bytes when the network takes only part of what it is given.
"""

import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from struct import pack

from django.conf import settings

CONNECT_WITHIN = 5
# The largest files take it some seconds. Less than a task may last.
ANSWER_WITHIN = 180
LONGEST_ANSWER = 4096
# What it calls a file that went over one of its limits, where AlertExceedsMax is set.
NOT_ALL_OF_IT = "Heuristics.Limits.Exceeded"


class ScannerDown(Exception):
    """No scanner answered, or not in time, or it had a problem of its own."""


class TooLargeToScan(Exception):
    """Larger than the scanner takes, or packed in so many layers that it did not look at all of it."""


def scan(pieces: Iterable[bytes]) -> str:
    """What was found, or nothing."""
    answer = _ask(b"zINSTREAM\0", pieces)
    said, _, verdict = answer.removeprefix("stream: ").rpartition(" ")
    if "size limit exceeded" in answer or said.startswith(NOT_ALL_OF_IT):
        raise TooLargeToScan
    if verdict == "FOUND":
        return said
    if answer == "stream: OK":
        return ""
    raise ScannerDown(answer)


def answers() -> bool:
    try:
        return _ask(b"zPING\0") == "PONG"
    except ScannerDown:
        return False


def _ask(command: bytes, pieces: Iterable[bytes] | None = None) -> str:
    if not settings.CLAMD_ADDRESS:
        raise ScannerDown("None is named.")
    try:
        with _connected() as connection:
            connection.sendall(command)
            if pieces is not None:
                _send(connection, pieces)
            return _answer(connection)
    except OSError as problem:
        raise ScannerDown(type(problem).__name__) from problem


def _send(connection: socket.socket, pieces: Iterable[bytes]) -> None:
    """It closes its end once it has had too much. What it said before that is still to be read."""
    try:
        for piece in pieces:
            connection.sendall(pack("!L", len(piece)) + piece)
        connection.sendall(pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        return


def _answer(connection: socket.socket) -> str:
    said = b""
    while len(said) < LONGEST_ANSWER and not said.endswith(b"\0"):
        more = connection.recv(LONGEST_ANSWER)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


@contextmanager
def _connected() -> Iterator[socket.socket]:
    with _connection(settings.CLAMD_ADDRESS) as connection:
        connection.settimeout(ANSWER_WITHIN)
        yield connection


def _connection(address: str) -> socket.socket:
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), CONNECT_WITHIN)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(CONNECT_WITHIN)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection

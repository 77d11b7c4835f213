"""Is this container well? `python -m config.probe web|worker|beat` answers by its exit status."""

import http.client
import os
import socket
import sys

from config import heartbeats


def web() -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("GRANIAN_PORT", "8000")), timeout=3)
    connection.request("GET", "/healthz")
    return connection.getresponse().status == http.HTTPStatus.OK


def worker() -> bool:
    return heartbeats.is_alive(
        heartbeats.WORKER, heartbeats.silence(heartbeats.WORKER, f"celery@{socket.gethostname()}")
    )


def beat() -> bool:
    return heartbeats.is_alive(heartbeats.BEAT, heartbeats.silence(heartbeats.BEAT))


if __name__ == "__main__":
    sys.exit(not {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]())

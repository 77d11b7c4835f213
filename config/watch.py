"""A look every minute, in each web process: it sees a dead worker or beat, because it needs neither."""

import threading

import structlog
from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from notifications.watch import telling

log = structlog.get_logger()


class Watch(threading.Thread):
    def __init__(self, every: float) -> None:
        super().__init__(name="watch", daemon=True)
        self.every = every
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(self.every):
            look()

    def end(self) -> None:
        self.ended.set()
        self.join()


def look() -> None:
    """Whatever goes wrong is on the log, and the next look comes."""
    close_old_connections()
    try:
        if overdue := telling.look(at=timezone.now()):
            log.warning("tasks.overdue", tasks=overdue)
    except Exception:
        log.exception("watch.failed")
    finally:
        connection.close()


def start() -> Watch:
    watch = Watch(settings.WATCH_EVERY_SECONDS)
    watch.start()
    return watch

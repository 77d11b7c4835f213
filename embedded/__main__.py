"""Everything on one machine: PostgreSQL, Redis, web, worker and beat, until told to stop."""

import os
import signal
import sys
from types import FrameType

from embedded.program import NotStarted
from embedded.start import started
from embedded.supervisor import Supervisor
from embedded.tether import tie_to_parent

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(BaseException):
    """Somebody asked us to stop."""


def main() -> int:
    # Logs, messages with their sign-in links, what Redis keeps: for nobody else on this machine.
    os.umask(0o077)
    if "MAKELEVEL" in os.environ:
        tie_to_parent(signal.SIGTERM)
    for number in STOP_SIGNALS:
        signal.signal(number, _interrupt)
    supervisor = Supervisor()
    try:
        with started(supervisor):
            supervisor.watch()
    except Interrupted:
        return 0
    except NotStarted as problem:
        return _complain(str(problem))
    except OSError as problem:
        return _complain(f"{problem.filename or 'This machine'}: {problem.strerror}.")


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Once: whoever asks again must wait until the database is closed properly."""
    for stop_signal in STOP_SIGNALS:
        signal.signal(stop_signal, signal.SIG_IGN)
    raise Interrupted


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())

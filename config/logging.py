"""What may stand in a log: who, where, what kind, how long. Never what was typed, sent, found or said.

Logs are built from an allow-list. A message of another library is left out, because it may hold values; the name of
its logger is kept. An exception is its type and the lines of ours that it passed: its message may hold values too.
"""

import logging.config
import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

ROOT = Path(__file__).resolve().parents[1]
KEPT = (
    *("timestamp", "level", "event", "request_id", "actor_id", "agency_id"),
    *("method", "route", "status", "duration_ms", "task", "task_id", "outcome", "error", "lines"),
)
NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_.]{0,80}")
# These say only what their programs do, and never put a value into the text before they log it.
OPEN_ABOUT_THEMSELVES = re.compile(r"_granian|(celery\.(apps|beat|worker)|kombu\.connection)(\..+)?")


def configure(options: dict[str, Any]) -> None:
    """Called by Django with the setting LOGGING."""
    readable = options["readable"]
    logging.config.dictConfig(_handlers("config.logging.readable" if readable else "config.logging.json_lines"))
    logging.captureWarnings(not readable)
    # Otherwise a record that cannot be written is printed, with all its values.
    logging.raiseExceptions = readable
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_prepared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _handlers(formatter: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": formatter}},
        "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "lines"}},
        "root": {"handlers": ["stdout"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # Our own line for each request and task says the same.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
            "celery.app.trace": {"level": "ERROR"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            "_granian": {"handlers": [], "propagate": True},
        },
    }


def json_lines() -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_name_only, *_prepared()],
        processors=[_without_values, structlog.processors.JSONRenderer()],
    )


def readable() -> structlog.stdlib.ProcessorFormatter:
    """For one's own machine, where everybody is made up. Says everything."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_prepared(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            # Without the values of variables, which may be passwords and take seconds to set out.
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
        ],
    )


def _prepared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _name_only(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """The message as its author wrote it, before values were put in; or the name of the logger alone."""
    record: logging.LogRecord = event["_record"]
    is_open = OPEN_ABOUT_THEMSELVES.fullmatch(record.name) and isinstance(record.msg, str)
    # Django says of its errors with which status it answered.
    told = {"status": record.status_code} if hasattr(record, "status_code") else {}
    return {**event, **told, "event": f"{record.name}: {record.msg}" if is_open else record.name}


def _without_values(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    if event.get("_from_structlog") and not NAME.fullmatch(str(event["event"])):
        event["event"] = "unnamed"
    found = event.get("exc_info")
    exception = found if isinstance(found, BaseException) else found[1] if isinstance(found, tuple) else None
    if found is True:
        exception = sys.exc_info()[1]
    if exception:
        event = {**event, "error": _types(exception), "lines": list(_our_lines(exception))}
    return {name: event[name] for name in KEPT if name in event}


def _types(exception: BaseException) -> str:
    """`IntegrityError from UniqueViolation`."""
    cause = exception.__cause__ or exception.__context__
    name = type(exception).__qualname__
    return f"{name} from {_types(cause)}" if cause else name


def _our_lines(exception: BaseException) -> Iterator[str]:
    for frame, line in traceback.walk_tb(exception.__traceback__):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
            yield f"{path.relative_to(ROOT)}:{line} {frame.f_code.co_name}"

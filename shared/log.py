"""Logs: one JSON object a line, with the request, event and tenant bound once at the door."""

import logging
import sys

import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

__all__ = ["bind", "configure", "current_request_id", "get_logger", "unbind_all"]

bind = bind_contextvars
unbind_all = clear_contextvars
get_logger = structlog.get_logger


def configure(*, service: str, level: str) -> None:
    """Send all logs of this process to standard output as JSON lines that name the service."""
    threshold = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            lambda _logger, _name, fields: {"service": service, **fields},
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(threshold, logging.WARNING), stream=sys.stderr, format="%(message)s")


def current_request_id() -> str | None:
    """The id of the request that is being served, to be carried on its events."""
    request_id = get_contextvars().get("request_id")
    return request_id if isinstance(request_id, str) else None

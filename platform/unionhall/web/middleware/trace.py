"""A number for every request: in the log, in the answer, on every error page.

A number offered by the client is not taken over: it would let anybody write into the log.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("unionhall.request")
HEADER = "X-Trace-Id"


def new_trace_id() -> str:
    """Return ten characters that can be read out on the telephone (no 0/O, 1/l)."""
    letters = "23456789abcdefghjkmnpqrstuvwxyz"
    return "".join(secrets.choice(letters) for _ in range(10))


class TraceMiddleware:
    """Set `request.trace_id` and log method, path, status and milliseconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        trace_id = new_trace_id()
        request.trace_id = trace_id  # type: ignore[attr-defined]  # ours, read by templates
        structlog.contextvars.bind_contextvars(trace=trace_id)
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = trace_id
            log.info(
                "answered",
                method=request.method,
                path=request.path,
                status=response.status_code,
                ms=round((time.perf_counter() - begun) * 1000, 1),
            )
            return response
        finally:
            structlog.contextvars.unbind_contextvars("trace")

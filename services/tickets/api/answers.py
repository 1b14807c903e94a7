"""Answers about one ticket, with the entity tag by which a caller can say what they have seen."""

from fastapi import Response

from shared.http.app import json_answer
from shared.http.door import current_headers
from shared.http.preconditions import ETAG, is_known, shown_tag, version_tag


def ticket_answer(body: object, *, version: int, status_code: int = 200) -> Response:
    """What a write has made of a ticket."""
    answer = json_answer(body, status_code=status_code)
    answer.headers[ETAG] = version_tag(version)
    return answer


def ticket_shown(body: bytes, *, version: int) -> Response:
    """A ticket that was asked for, as JSON; 304 where the caller has seen exactly this."""
    headers = {ETAG: shown_tag(version, body=body)}
    if is_known(headers[ETAG], values=current_headers().getlist("if-none-match")):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)

"""Which refusals every operation of a kind can be answered with, and how each surface says them."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from deploy.openapi.schemas import Json, reference
from shared.dialects.error_forms import FORMS
from shared.dialects.errors import STATUS_NUMBERS
from shared.dialects.surfaces import ERROR_OUT
from shared.errors import HelpdeskError, Invalid, RateLimited
from shared.http.documented import CODE
from shared.vocabulary import Surface

SHARED_BASE = "/api/helpdesk/"
EITHER = "WorkflowOrEntity"
REQUEST_ID = "0199c2f4a1b27d3e8f5061728394a5b6"

SAID: dict[int, str] = {
    400: "The request cannot be read.",
    401: "A key is needed, and this is none of ours.",
    403: "This key may not do this.",
    404: "There is nothing with this id.",
    408: "The body did not arrive in time.",
    409: "The thing is in a state that does not allow this, or has just been changed by another; or the first request "
    "with this Idempotency-Key is still running.",
    412: "The ticket is no longer what If-Match names.",
    413: "The body is larger than 1048576 bytes.",
    415: "The body must be JSON, and its Content-Type application/json.",
    422: "The request has invalid fields.",
    429: "This key may ask 6000 times a minute.",
    503: "A service that is needed does not answer; try again.",
}
EVERYWHERE = {401, 403, 429, 503}
WITH_PATH_ID = {404}
WITH_QUERY = {422}
WITH_BODY = {400, 408, 413, 422}
WITH_JSON = {415}
WRITES = {400, 409}
ON_A_TICKET = {400}
IF_MATCH = {412}
HEADERS: dict[int, list[str]] = {401: ["WWW-Authenticate"], 429: ["Retry-After"], 503: ["Retry-After"]}


def statuses(operation: Json, *, method: str, path: str, tag: str) -> set[int]:
    """Every status with which this operation can be refused, beside those that its route declares itself."""
    found = set(EVERYWHERE)
    wheres = {parameter["in"] for parameter in operation.get("parameters", ()) if parameter["in"] != "header"}
    found |= WITH_PATH_ID if "path" in wheres else set()
    found |= WITH_QUERY if "query" in wheres else set()
    found |= WRITES if method not in {"get", "head"} else set()
    found |= WITH_BODY if method in {"post", "put", "patch"} else set()
    found |= WITH_JSON if "requestBody" in operation else set()
    if about_a_ticket(path):
        found |= ON_A_TICKET
        found |= IF_MATCH if method not in {"get", "head"} else set()
    if tag == Surface.ENTITY:
        found |= {400}
    return found - {403} if tag == "operator" else found


def about_a_ticket(path: str) -> bool:
    """Whether what is asked is about one ticket, whose version a caller may build on."""
    return "/tickets/{ticket_id}" in path


def error_name(status: int, *, path: str, surface: Surface) -> str:
    """Where two surfaces share a base, a refusal is in the words of the one that the key speaks."""
    speaker = EITHER if path.startswith(SHARED_BASE) else surface.title()
    return f"{speaker}Error{status}"


def error_components(surfaces: Iterable[Surface]) -> Json:
    """The answers that operations refuse with where they have no words of their own."""
    answers: Json = {}
    for status, message in SAID.items():
        said = {surface: error_answer(status, surface=surface, message=message) for surface in Surface}
        for surface in surfaces:
            answers[f"{surface.title()}Error{status}"] = said[surface]
        answers[f"{EITHER}Error{status}"] = either_error(said[Surface.WORKFLOW], said[Surface.ENTITY])
    return answers


def either_error(workflow: Json, entity: Json) -> Json:
    """The same refusal in either form."""
    said = [answer["content"]["application/json"] for answer in (workflow, entity)]
    examples = {name: {"value": each["example"]} for name, each in zip(("workflow", "entity"), said, strict=True)}
    schema = {"oneOf": [each["schema"] for each in said]}
    return {**workflow, "content": {"application/json": {"schema": schema, "examples": examples}}}


def error_answer(status: int, *, surface: Surface, message: str, code: str | None = None) -> Json:
    """A refusal with an example that the surface's own words make."""
    _, example = ERROR_OUT[surface](_error(status, message, code), request_id=REQUEST_ID)
    content = {"application/json": {"schema": reference(form_name(surface)), "example": example}}
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in ["X-Request-Id", *HEADERS.get(status, ())]}
    return {"description": message, "headers": headers, "content": content}


def own_refusal(status: int, declared: Json, *, surface: Surface) -> Json:
    """What a route declares with `refuses`, in the surface's form."""
    return error_answer(status, surface=surface, message=declared["description"], code=declared[CODE])


def form_name(surface: Surface) -> str:
    return f"{surface.title()}Error"


def form_of(surface: Surface) -> type[BaseModel]:
    return FORMS[surface]


def _error(status: int, message: str, code: str | None) -> HelpdeskError:
    kind: Any = next(kind for kind, number in STATUS_NUMBERS.items() if number == status)
    if kind is RateLimited:
        return RateLimited(message, retry_after_seconds=12)
    if kind is Invalid:
        return Invalid.field("subject", "Field required")
    error: HelpdeskError = kind(message, code=code)
    return error

"""One operation as its route says it, with what the gateway and the layers before the route add."""

import re
from typing import Any

from deploy.openapi.catalogue import OPERATOR, Part
from deploy.openapi.errors import about_a_ticket, error_name, own_refusal, statuses
from deploy.openapi.parameters import read
from deploy.openapi.schemas import Json
from deploy.openapi.wording import wording
from shared.http.documented import CODE
from shared.vocabulary import Surface

DONE = {200: "Done.", 201: "Created.", 202: "Accepted.", 204: "Deleted."}


def finished(operation: Json, *, method: str, path: str, part: Part) -> Json:
    """The operation as the gateway offers it."""
    said = wording(part.tag, operation["operationId"].partition(" ")[0])
    done = {
        "operationId": f"{part.tag}_{said.name}",
        "tags": [part.tag],
        "summary": said.summary,
        **({"description": said.description} if said.description else {}),
        "parameters": _parameters(operation, method=method, path=path, part=part),
        **({"requestBody": operation["requestBody"]} if "requestBody" in operation else {}),
        "responses": _answers(operation, method=method, path=path, part=part),
        "security": [{"operatorToken" if part.tag == OPERATOR else "key": []}],
    }
    return {name: said for name, said in done.items() if said != []}


def _parameters(operation: Json, *, method: str, path: str, part: Part) -> list[Json]:
    own = [read(parameter, surface=part.tag) for parameter in operation.get("parameters", ())]
    more = ["EntityQuery", "EntityHeader"] if part.tag == Surface.ENTITY else []
    more += ["IdempotencyKey"] if method == "post" else []
    if about_a_ticket(path):
        more += ["IfMatch"] if method not in {"get", "head"} else ["IfNoneMatch"] if _one_ticket(path) else []
    return [*own, *({"$ref": f"#/components/parameters/{name}"} for name in [*more, "RequestId"])]


def _one_ticket(path: str) -> bool:
    return path.endswith("/tickets/{ticket_id}")


def _answers(operation: Json, *, method: str, path: str, part: Part) -> Json:
    declared: dict[int, Any] = {int(status): answer for status, answer in operation["responses"].items()}
    shown = {status: answer for status, answer in declared.items() if status < 400 or status == 416}
    answers = {status: _shown(status, answer, path=path, part=part, method=method) for status, answer in shown.items()}
    if method == "get" and _one_ticket(path):
        answers[304] = {"description": "The ticket is as it was.", "headers": _headers("X-Request-Id", "ETag")}
    for status in statuses(operation, method=method, path=path, tag=part.tag):
        answers[status] = {"$ref": f"#/components/responses/{error_name(status, path=path, surface=part.speaks)}"}
    for status, answer in declared.items():
        if CODE in answer:
            answers[status] = own_refusal(status, answer, surface=part.speaks)
    return {str(status): answers[status] for status in sorted(answers)}


def _shown(status: int, answer: Json, *, path: str, part: Part, method: str) -> Json:
    headers = ["X-Request-Id"]
    tagged = about_a_ticket(path) and not re.search(r"/(reply|customer-reply|messages|history)$", path)
    if tagged or (method == "post" and path.endswith("/tickets")):
        headers.append("ETag")
    if part.tag == Surface.ENTITY and method == "get" and path.endswith("/tickets"):
        headers.append("Link")
    return {**answer, "description": DONE.get(status, answer["description"]), "headers": _headers(*headers)}


def _headers(*names: str) -> Json:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}

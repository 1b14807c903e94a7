"""How a framework's complaint about a request becomes one of our errors."""

from typing import Any

import pytest

from shared.dialects.errors import MethodNotAllowed, from_http_status, from_validation
from shared.dialects.messenger import error_out
from shared.errors import Forbidden, HelpdeskError, Invalid, Malformed, NotFound, Unauthorized


def complaint(kind: str, *location: str | int, message: str = "field required") -> dict[str, Any]:
    return {"type": kind, "loc": location, "msg": message}


@pytest.mark.parametrize(
    "unreadable",
    [
        complaint("json_invalid", "body", 17),
        complaint("model_attributes_type", "body"),
        complaint("model_type", "body"),
        complaint("dict_type", "body"),
        complaint("missing", "body"),
    ],
)
def test_a_body_that_is_no_json_object_is_malformed(unreadable: dict[str, Any]) -> None:
    assert isinstance(from_validation([unreadable]), Malformed)


@pytest.mark.parametrize("kind", ["model_attributes_type", "model_type", "dict_type"])
def test_a_field_that_should_be_an_object_is_named(kind: str) -> None:
    error = from_validation([complaint(kind, "body", "helpdesk_welcome_message")])
    assert isinstance(error, Invalid)
    assert [problem.field for problem in error.problems] == ["helpdesk_welcome_message"]


def test_every_wrong_field_is_named_by_its_path_and_said_in_a_sentence() -> None:
    error = from_validation(
        [
            complaint("missing", "body", "text"),
            complaint("value_error", "body", "tags", 3, message="Value error, must not contain control characters"),
            complaint("literal_error", "query", "status", message="Input should be 'new'"),
        ]
    )
    assert isinstance(error, Invalid)
    assert [(problem.field, problem.message) for problem in error.problems] == [
        ("text", "Field required"),
        ("tags.3", "Must not contain control characters"),
        ("status", "Input should be 'new'"),
    ]


@pytest.mark.parametrize(
    ("status", "kind", "number"),
    [
        (400, Malformed, 400),
        (401, Unauthorized, 401),
        (403, Forbidden, 403),
        (404, NotFound, 404),
        (405, MethodNotAllowed, 405),
        (418, HelpdeskError, 500),
    ],
)
def test_the_frameworks_own_refusals_are_said_as_ours(status: int, kind: type[HelpdeskError], number: int) -> None:
    error = from_http_status(status)
    assert type(error) is kind
    said, body = error_out(error, request_id="r-1")
    assert said == number
    assert body["request_id"] == "r-1"
    assert set(body["error"]) == {"code", "message"}


def test_messenger_lists_the_wrong_fields_as_details() -> None:
    status, body = error_out(Invalid.field("tags", "Too many."), request_id=None)
    assert (status, body["error"]["code"]) == (422, "validation_error")
    assert body["error"]["details"] == [{"field": "tags", "message": "Too many."}]

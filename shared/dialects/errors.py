"""What every surface's errors share: how a framework's complaint becomes one of ours."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

from shared.errors import (
    Conflict,
    Forbidden,
    HelpdeskError,
    Invalid,
    Malformed,
    NotFound,
    PreconditionFailed,
    Problem,
    RateLimited,
    TooLarge,
    TooSlow,
    Unauthorized,
    Unavailable,
    UnsupportedType,
)

# What is said of a whole body that is JSON but no object: an empty one and `null` count as missing.
NO_OBJECT = {"model_attributes_type", "model_type", "dict_type", "missing"}


class ErrorOut(Protocol):
    """A surface's way of saying an error: the status number and the body."""

    def __call__(self, error: HelpdeskError, *, request_id: str | None) -> tuple[int, dict[str, Any]]: ...


class MethodNotAllowed(HelpdeskError):
    code = "method_not_allowed"


STATUS_NUMBERS: dict[type[HelpdeskError], int] = {
    Malformed: 400,
    Unauthorized: 401,
    Forbidden: 403,
    NotFound: 404,
    MethodNotAllowed: 405,
    TooSlow: 408,
    Conflict: 409,
    PreconditionFailed: 412,
    TooLarge: 413,
    UnsupportedType: 415,
    Invalid: 422,
    RateLimited: 429,
    Unavailable: 503,
}


def status_of(error: HelpdeskError) -> int:
    """The status number that every surface gives an error, unless its own page says otherwise."""
    return next((STATUS_NUMBERS[kind] for kind in type(error).__mro__ if kind in STATUS_NUMBERS), 500)


def details_of(error: HelpdeskError, *, names: Mapping[str, str] = MappingProxyType({})) -> list[dict[str, str]] | None:
    """The wrong fields, each with its name and what is wrong with it; None where the error is about no field.

    `names` has the surface's own names for those fields that use-cases name in canonical words.
    """
    if not isinstance(error, Invalid):
        return None
    return [{"field": _named(problem.field, names), "message": problem.message} for problem in error.problems]


def _named(field: str, names: Mapping[str, str]) -> str:
    """`custom_fields.2.value` has a name in it that the surface may have another for.

    A name with a place before it (`ticket.tags`) is for a field that is named from the outside.
    """
    first, *rest = field.split(".")
    within = (part if "." in names.get(part, "") else names.get(part, part) for part in rest)
    return ".".join([names.get(first, first), *within])


def from_validation(complaints: Sequence[Any]) -> HelpdeskError:
    """A body that is no JSON object is malformed; anything else names its fields."""
    for complaint in complaints:
        if complaint["type"] == "json_invalid" or (complaint["type"] in NO_OBJECT and complaint["loc"] == ("body",)):
            return Malformed("The body must be a JSON object.")
    return Invalid(*(Problem(_name(complaint["loc"]), _words(complaint)) for complaint in complaints))


def _name(location: Sequence[str | int]) -> str:
    """`("body", "tags", 3)` is `tags.3`."""
    return ".".join(str(part) for part in location[1:]) or str(location[0])


def _words(complaint: dict[str, Any]) -> str:
    text = str(complaint["msg"]).removeprefix("Value error, ")
    return text[:1].upper() + text[1:]


def from_http_status(status: int) -> HelpdeskError:
    """The framework's own refusals: an unknown path, a wrong method."""
    match status:
        case 404:
            return NotFound("There is nothing at this address.")
        case 405:
            return MethodNotAllowed("This address does not take this method.")
        case 401:
            return Unauthorized("A key is needed.")
        case 403:
            return Forbidden("This is not allowed.")
        case 400:
            return Malformed("The body must be a JSON object.")
    return HelpdeskError("Something went wrong on our side.")

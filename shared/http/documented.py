"""What routes say of themselves for the API document alone: models of answers, refusals, lists of words.

Routes answer with ready responses, so that none of this runs when one is asked: no request pays for it.
"""

from datetime import datetime
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, WithJsonSchema, create_model
from pydantic.alias_generators import to_camel
from pydantic.json_schema import SkipJsonSchema

Kind = TypeVar("Kind")
# Of a field that is absent where it has nothing to say; its default is None.
Maybe: TypeAlias = Kind | SkipJsonSchema[None]

Refusals = dict[int | str, dict[str, Any]]

CODE = "x-code"
SUFFIX = "Shown"


class Shown(BaseModel):
    """Base of what is answered: every field is there, save a `Maybe`; what may be empty is null."""


class CamelShown(Shown):
    """The same on a camelCase surface."""

    model_config = ConfigDict(alias_generator=to_camel)


class Row(Shown):
    """What all things of a tenant's configuration have."""

    id: UUID
    created_at: datetime
    updated_at: datetime


def page_of(name: str, row: type[BaseModel]) -> type[BaseModel]:
    """A page of a list: the rows under their name, and the cursor of the next one, or null."""
    title = row.__name__.removesuffix(SUFFIX) + "Page"
    fields: dict[str, Any] = {name: (list[row], ...), "next_cursor": (str | None, ...)}  # type: ignore[valid-type]
    return create_model(title, __base__=Shown, **fields)


def one_of(*words: str) -> WithJsonSchema:
    """For a text that a validator of ours compares with a list: the document has the list."""
    return WithJsonSchema({"type": "string", "enum": [str(word) for word in words]})


def refuses(status: int, code: str, message: str) -> Refusals:
    """A refusal of this route's own, beside those that every route of its kind has."""
    return {status: {"description": message, CODE: code}}

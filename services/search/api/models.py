"""What `/internal/search` and `/internal/rebuild` take."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query as InQuery
from pydantic import BaseModel, Field

from services.search.domain.query import Query
from services.search.domain.text import folded
from shared.dialects.fields import Subject

LARGEST_PAGE = 1_000


class SearchQuery(BaseModel):
    """`in=messages` looks for the words of `q` in messages too; notes are looked at only with `notes=true`."""

    q: Subject
    where: Annotated[Literal["subject", "messages"], Field(alias="in")] = "subject"
    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = 100
    notes: bool = False

    def to_query(self, tenant_id: UUID, *, notes_allowed: bool) -> Query:
        return Query(
            tenant_id=tenant_id,
            text=folded(self.q),
            messages=self.where == "messages",
            notes=self.notes and notes_allowed,
            after=self.after,
            limit=self.limit,
        )


Searched = Annotated[SearchQuery, InQuery()]


class RebuildIn(BaseModel):
    """Without `tenant_id` everybody's index is made anew."""

    tenant_id: UUID | None = None

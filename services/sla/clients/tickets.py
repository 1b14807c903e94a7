"""A period's figures, asked of tickets on behalf of the caller."""

from datetime import date
from urllib.parse import urlencode

from pydantic import BaseModel, TypeAdapter

from services.sla.domain.figures import Figures
from shared.errors import Invalid, Problem, Unavailable
from shared.http.door import current_caller
from shared.http.sibling import Sibling

FIGURES = TypeAdapter(Figures)


class _Detail(BaseModel):
    field: str
    message: str


class _Error(BaseModel):
    message: str
    details: list[_Detail]


class _Refusal(BaseModel):
    error: _Error


class TicketsService:
    def __init__(self, tickets: Sibling) -> None:
        self._tickets = tickets

    async def figures(self, *, since: date | None, until: date | None) -> Figures:
        named = {name: day.isoformat() for name, day in (("from", since), ("to", until)) if day is not None}
        path = f"/internal/figures?{urlencode(named)}"
        answer = await self._tickets.ask("GET", path, caller=current_caller())
        if answer.status_code == 422:
            refused = _Refusal.model_validate_json(answer.content).error
            problems = (Problem(detail.field, detail.message) for detail in refused.details)
            raise Invalid(*problems, message=refused.message)
        if answer.status_code != 200:
            raise Unavailable(f"tickets answered {answer.status_code}")
        return FIGURES.validate_json(answer.content)

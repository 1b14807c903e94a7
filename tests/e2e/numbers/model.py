"""The figures once more, from raw events alone: written after docs/statistics.md, and after no code of the product.

Slow, and on purpose: every figure looks at every event.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Json = dict[str, Any]
TARGETS = {"first_reply": ("first_response", "first_reply_at"), "resolution": ("resolution", "resolved_at")}


@dataclass
class Told:
    """All that the events say of one ticket in the end."""

    ticket: Json = field(default_factory=dict)
    deadlines: Json = field(default_factory=dict)
    breached: set[str] = field(default_factory=set)
    gone: bool = False

    def at(self, name: str) -> datetime | None:
        return None if self.ticket.get(name) is None else datetime.fromisoformat(self.ticket[name])

    def took_ms(self, name: str) -> int:
        start, end = self.at("created_at"), self.at(name)
        return 0 if start is None or end is None else (end - start) // timedelta(milliseconds=1)

    def missed(self, goal: str) -> bool:
        return TARGETS[goal][0] in self.breached

    def timed(self, goal: str) -> bool:
        return self.missed(goal) or self.deadline(goal) is not None

    def met(self, goal: str) -> bool:
        done, deadline = self.at(TARGETS[goal][1]), self.deadline(goal)
        return done is not None and deadline is not None and done <= deadline and not self.missed(goal)

    def deadline(self, goal: str) -> datetime | None:
        said = self.deadlines.get(f"{TARGETS[goal][0]}_deadline")
        return None if said is None else datetime.fromisoformat(said)


def tickets_of(events: Iterable[Json]) -> list[Told]:
    """The tickets that are still there."""
    tickets: dict[str, Told] = {}
    newest: dict[str, int] = {}
    decided: dict[str, tuple[int, int]] = {}
    for event in events:
        told, data = tickets.setdefault(event["subject"], Told()), event["data"]
        if event["type"] == "sla.applied":
            place = (data["policy_revision"], data["order"])
            if place > decided.get(event["subject"], (-1, -1)):
                decided[event["subject"]], told.deadlines = place, data
        elif event["type"] == "sla.breached":
            told.breached.add(data["target"])
        elif event["type"].startswith("ticket.") and event["source"] == "/helpdesk/tickets":
            told.gone = told.gone or event["type"] == "ticket.deleted"
            if int(event["sequence"]) > newest.get(event["subject"], 0):
                newest[event["subject"]], told.ticket = int(event["sequence"]), data["ticket"]
    return [told for told in tickets.values() if told.ticket and not told.gone]


MEASURES: dict[str, Callable[[Told], int]] = {
    "created": lambda told: 1,
    "closed": lambda told: told.at("closed_at") is not None,
    "first_replies": lambda told: told.at("first_reply_at") is not None,
    "first_reply_ms": lambda told: told.took_ms("first_reply_at"),
    "first_reply_measured": lambda told: told.timed("first_reply"),
    "first_reply_met": lambda told: told.met("first_reply"),
    "first_reply_breached": lambda told: told.missed("first_reply"),
    "resolutions": lambda told: told.at("resolved_at") is not None,
    "resolution_ms": lambda told: told.took_ms("resolved_at"),
    "resolution_measured": lambda told: told.timed("resolution"),
    "resolution_met": lambda told: told.met("resolution"),
    "resolution_breached": lambda told: told.missed("resolution"),
    "measured": lambda told: told.timed("first_reply") or told.timed("resolution"),
    "breached": lambda told: told.missed("first_reply") or told.missed("resolution"),
    "ratings": lambda told: told.ticket.get("csat_rating") is not None,
    "rating_sum": lambda told: told.ticket.get("csat_rating") or 0,
}


@dataclass(frozen=True)
class Asked:
    """Which tickets a figure is of: those of some days, of one team if it is named, of one priority if that is."""

    first: str
    last: str
    team: str | None = None
    priority: str | None = None

    def sum(self, measure: str, tickets: Sequence[Told]) -> int:
        return sum(int(MEASURES[measure](told)) for told in tickets if self._has(told, measure))

    def _has(self, told: Told, measure: str) -> bool:
        day = (told.ticket.get("closed_at") if measure == "closed" else told.ticket["created_at"]) or ""
        team, priority = (told.ticket.get("team") or {}).get("id"), told.ticket["priority"]
        in_days = self.first <= day[:10] <= self.last
        return in_days and self.team in {None, team} and self.priority in {None, priority}


def figures(tickets: Sequence[Told], asked: Asked) -> dict[str, float | None]:
    """Every figure of the page, by its name there."""

    def whole(measure: str, priority: str | None = None) -> int:
        return Asked(asked.first, asked.last, asked.team, priority).sum(measure, tickets)

    def mean(part: str, count: str, *, per: int = 1, digits: int = 1) -> float | None:
        return round(whole(part) / whole(count) / per, digits) if whole(count) else None

    return {
        "stats.ticketsCreated": whole("created"),
        "stats.ticketsClosed": whole("closed"),
        "stats.avgFirstResponseMinutes": mean("first_reply_ms", "first_replies", per=60_000),
        "stats.avgResolutionHours": mean("resolution_ms", "resolutions", per=3_600_000),
        "stats.slaBreachRate": mean("breached", "measured", digits=4),
        "stats.csat": mean("rating_sum", "ratings"),
        "stats.byPriority.low": whole("created", "low"),
        "stats.byPriority.medium": whole("created", "normal"),
        "stats.byPriority.high": whole("created", "high"),
        "stats.byPriority.urgent": whole("created", "urgent"),
        "sla.tickets": whole("created"),
        "sla.first_reply.measured": whole("first_reply_measured"),
        "sla.first_reply.met": whole("first_reply_met"),
        "sla.first_reply.breached": whole("first_reply_breached"),
        "sla.first_reply.avg_seconds": mean("first_reply_ms", "first_replies", per=1000),
        "sla.resolution.measured": whole("resolution_measured"),
        "sla.resolution.met": whole("resolution_met"),
        "sla.resolution.breached": whole("resolution_breached"),
        "sla.resolution.avg_seconds": mean("resolution_ms", "resolutions", per=1000),
        "sla.csat.ratings": whole("ratings"),
        "sla.csat.avg": mean("rating_sum", "ratings"),
    }

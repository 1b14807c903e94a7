"""How a promise is written as a document and read again: whole, with its calendar, so that a timer asks nobody."""

from datetime import timedelta

from services.sla.domain.business_hours import BusinessHours
from services.sla.domain.calendar import ROUND_THE_CLOCK
from services.sla.domain.promise import Promise, PromisedBy
from services.sla.domain.reckoning import Goal
from services.sla.store.timetables import hours_in, hours_out
from shared.mongo import Document
from shared.vocabulary import Priority

MILLISECOND = timedelta(milliseconds=1)


def promise_out(promise: Promise) -> Document:
    """What is not promised is left out."""
    optional = {
        "policy": promise.policy and {"id": promise.policy.id, "name": promise.policy.name},
        "first_response": promise.first_response and _goal_out(promise.first_response),
        "resolution": promise.resolution and _goal_out(promise.resolution),
        "unanswered_hours": promise.unanswered_hours,
        "unanswered_ms": _milliseconds(promise.unanswered_after),
        "auto_close_days": promise.auto_close_days,
        "auto_close_ms": _milliseconds(promise.auto_close_after),
    }
    return {
        "revision": promise.revision,
        "priority": promise.priority,
        **{name: value for name, value in optional.items() if value is not None},
    }


def promise_in(document: Document) -> Promise:
    policy = document.get("policy")
    return Promise(
        revision=document["revision"],
        priority=Priority(document["priority"]),
        policy=PromisedBy(policy["id"], policy["name"]) if policy else None,
        first_response=_goal_in(document.get("first_response")),
        resolution=_goal_in(document.get("resolution")),
        unanswered_hours=document.get("unanswered_hours"),
        unanswered_after=_timedelta(document.get("unanswered_ms")),
        auto_close_days=document.get("auto_close_days"),
        auto_close_after=_timedelta(document.get("auto_close_ms")),
    )


def _goal_out(goal: Goal) -> Document:
    written: Document = {"ms": goal.length // MILLISECOND, "pauses": goal.pauses}
    if isinstance(goal.calendar, BusinessHours):
        written["hours"] = hours_out(goal.calendar)
    return written


def _goal_in(document: Document | None) -> Goal | None:
    if document is None:
        return None
    hours = document.get("hours")
    return Goal(document["ms"] * MILLISECOND, hours_in(hours) if hours else ROUND_THE_CLOCK, document["pauses"])


def _milliseconds(length: timedelta | None) -> int | None:
    return None if length is None else length // MILLISECOND


def _timedelta(milliseconds: int | None) -> timedelta | None:
    return None if milliseconds is None else milliseconds * MILLISECOND

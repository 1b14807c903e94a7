"""Why an event is dead, as its headers on the dead queue say it."""

from dataclasses import dataclass
from enum import StrEnum

# The headers of a dead letter that a service has buried itself; what the broker buried has its `x-death` instead.
REASON, KIND, TRIED, DIED_AT, ROUTING_KEY = "x-reason", "x-reason-kind", "x-attempts", "x-died-at", "x-routing-key"
# Given to an event that is put back: it is counted anew from then on.
LIFE = "x-life"
LONGEST_REASON = 1000


class Kind(StrEnum):
    """Few, so that metrics can count by them; the broker's own words are kinds as well, `delivery_limit` above all."""

    UNKNOWN = "unknown"
    INVALID = "invalid"
    VERSION = "version"
    FAILED = "failed"
    DEADLY = "deadly"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an event never will be handled, and after how many attempts that was clear."""

    kind: Kind
    text: str
    attempts: int = 1

"""What a join found wrong, by the invariant that it breaks."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

SHOWN = 3


class Invariant(StrEnum):
    """What must hold after every experiment, in the order of a table's columns."""

    NOTHING_LOST = "I1"
    NOTHING_MISSED = "I2"
    ONCE = "I3"
    OWN_TENANT = "I4"
    IN_ORDER = "I5"
    BACK_TO_REST = "I6"
    PROPER_ANSWERS = "I7"


MEANING = {
    Invariant.NOTHING_LOST: "no acknowledged write is missing",
    Invariant.NOTHING_MISSED: "every event reaches every consumer that is subscribed to it",
    Invariant.ONCE: "every effect in a database is there once",
    Invariant.OWN_TENANT: "no row, webhook or message is another tenant's",
    Invariant.IN_ORDER: "each ticket's events are whole, without a gap, wherever they are kept",
    Invariant.BACK_TO_REST: "queues, outboxes, file descriptors and memory return to where they were",
    Invariant.PROPER_ANSWERS: "no answer of 5xx but a 503 that says when to come back",
}


@dataclass
class Findings:
    """The ids of what is wrong, by invariant and by what they are; none where all held."""

    wrong: dict[Invariant, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))

    def note(self, invariant: Invariant, what: str, ids: Iterable[object]) -> None:
        """Remember these, if there are any."""
        if found := sorted(str(each) for each in ids):
            self.wrong[invariant][what] = found

    def twice(self, what: str, ids: Iterable[object]) -> None:
        """Remember those that are there more than once."""
        self.note(Invariant.ONCE, f"double {what}", (each for each, times in Counter(ids).items() if times > 1))

    @property
    def flawless(self) -> bool:
        return not any(self.wrong.values())

    def count(self, invariant: Invariant) -> int:
        return sum(len(ids) for ids in self.wrong.get(invariant, {}).values())

    def complaint(self, invariant: Invariant) -> str:
        """What is wrong about an invariant, with a few examples; empty where it holds."""
        by_what = self.wrong.get(invariant, {})
        return "; ".join(f"{len(ids)} {what}, such as {', '.join(ids[:SHOWN])}" for what, ids in by_what.items())

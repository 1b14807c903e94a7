"""How many tickets there are of a kind, as far as they were counted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """`total` is exact, unless there are more and nobody counted on."""

    total: int
    is_lower_bound: bool = False

"""How content a customer was."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Csat:
    """`rating` is 1 to 5. It `stands` while the ticket is done as it was when it was rated; afterwards it is still
    shown, and the next close has room for another."""

    rating: int
    comment: str | None
    at: datetime
    stands: bool = True

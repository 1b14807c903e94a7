"""What buttons carry: a word and ids of ours, never a text. What a customer's press brings back is read here again."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

RATINGS = range(1, 6)


@dataclass(frozen=True, slots=True)
class ShowMenu:
    pass


@dataclass(frozen=True, slots=True)
class NewTicket:
    """Without a type the customer is asked for one, where there are types."""

    ticket_type_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class MyTickets:
    pass


@dataclass(frozen=True, slots=True)
class OneTicket:
    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class ReplyTo:
    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class Subscribe:
    """By a support request, where one led the customer here."""

    code: UUID | None = None


@dataclass(frozen=True, slots=True)
class Decline:
    code: UUID | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    ticket_id: UUID
    rating: int

    def __post_init__(self) -> None:
        if self.rating not in RATINGS:
            raise ValueError("a rating is a number from 1 to 5")


Press = ShowMenu | NewTicket | MyTickets | OneTicket | ReplyTo | Subscribe | Decline | Rate

# The word before the first colon, how many values follow it, and what they make. A word stands once for each count.
FORMS: dict[tuple[str, int], Callable[..., Press]] = {
    ("menu", 0): ShowMenu,
    ("new", 0): NewTicket,
    ("new", 1): lambda of: NewTicket(UUID(hex=of)),
    ("mine", 0): MyTickets,
    ("t", 1): lambda of: OneTicket(UUID(hex=of)),
    ("re", 1): lambda of: ReplyTo(UUID(hex=of)),
    ("ok", 0): Subscribe,
    ("ok", 1): lambda of: Subscribe(UUID(hex=of)),
    ("no", 0): Decline,
    ("no", 1): lambda of: Decline(UUID(hex=of)),
    ("csat", 2): lambda of, rating: Rate(UUID(of), int(rating)),
}


def data_of(press: Press) -> str:
    """The data of a button: at most 64 bytes of ASCII."""
    match press:
        case ShowMenu():
            return "menu"
        case NewTicket(ticket_type_id=of):
            return _with("new", of)
        case MyTickets():
            return "mine"
        case OneTicket(ticket_id=of):
            return _with("t", of)
        case ReplyTo(ticket_id=of):
            return _with("re", of)
        case Subscribe(code=of):
            return _with("ok", of)
        case Decline(code=of):
            return _with("no", of)
    return f"csat:{press.ticket_id}:{press.rating}"


def read_press(data: str | None) -> Press | None:
    """What a button's data asks for; None for all that is not exactly what one of ours carries."""
    word, *values = (data or "").split(":")
    form = FORMS.get((word, len(values)))
    if form is None:
        return None
    try:
        press = form(*values)
    except ValueError:
        return None
    return press if data_of(press) == data else None


def _with(word: str, of: UUID | None) -> str:
    return word if of is None else f"{word}:{of.hex}"

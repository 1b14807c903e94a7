"""The names of events as endpoints spell them: in the words of their format, or as the bus does."""

from collections.abc import Sequence

from services.webhooks.domain.endpoint import EVERYTHING
from services.webhooks.usecases.formats import FORMATS
from shared.errors import Invalid, Problem
from shared.events.registry import SENT_TO_WEBHOOKS

SENT = frozenset(event.TYPE for event in SENT_TO_WEBHOOKS)
# What an owner sends to see whether it arrives: no event of the bus, and wanted by whoever asks for it.
TEST = "webhook.test"

# As the bus does, by every spelling that some format has.
MEANINGS = {spelling: name for name in SENT for spelling in (name, *(each.name_out(name) for each in FORMATS.values()))}
SPELLINGS = tuple(sorted(MEANINGS))


def check_events(names: Sequence[str], *, format: str) -> None:
    """Raises Invalid, which names each of `events` that is neither in the format's spelling nor in the bus's."""
    problems = [
        Problem(f"events.{place}", _unknown(name, format=format))
        for place, name in enumerate(names)
        if name != EVERYTHING and name not in _known(format)
    ]
    if problems:
        raise Invalid(*problems)


def bus_names(names: Sequence[str], *, format: str, field: str) -> frozenset[str]:
    """The same events as the bus spells them. Raises Invalid, naming the field, where one is unknown."""
    for name in names:
        if name not in _known(format):
            raise Invalid.field(field, _unknown(name, format=format))
    return frozenset(MEANINGS[name] for name in names)


def respelt(names: Sequence[str], *, format: str) -> tuple[str, ...]:
    """What is spelt as only another format does, in this one's spelling; all else as it is."""
    known = {EVERYTHING, *_known(format)}
    return tuple(name if name in known else FORMATS[format].name_out(MEANINGS[name]) for name in names)


def all_spellings(name: str) -> tuple[str, ...]:
    """Every spelling of the event that has this one. Raises KeyError."""
    if name == TEST:
        return (TEST,)
    return tuple(spelling for spelling in SPELLINGS if MEANINGS[spelling] == MEANINGS[name])


def _known(format: str) -> frozenset[str]:
    return SENT | frozenset(FORMATS[format].names.values())


def _unknown(name: str, *, format: str) -> str:
    return f"There is no event {name!r}; there are {', '.join(sorted(_known(format)))}."

"""Points in a service's code at which its process can be made to die, once each time that one is set."""

from pathlib import Path

from tests.support.eventually import eventually

# Every service that consumes.
MORTALS = ("tickets", "routing", "sla", "webhooks", "notifications", "search")

COMMITTED = "committed"  # a change is stored with its events, and not one of them is published
CONFIRMED = "confirmed"  # the broker has events, and the outbox has not forgotten them
HANDLED = "handled"  # an event's effect is stored, and the event not acknowledged
SENDING = "sending"  # a webhook is claimed, and not sent
ANSWERED = "answered"  # a webhook's receiver has answered, and nothing is stored of that
POISON = "poison"  # the handler of an event raises, whenever the event has this text in it
DEADLY = "deadly"  # the handler of an event kills its process, whenever the event has this text in it


class Traps:
    """A directory in which a file for a service and a point says that the process dies there."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self.settings = {"MORTAL_TRAPS": str(directory)}

    def lay(self, service: str, point: str, *, text: str = "1") -> None:
        """Lay one: `text` is the number of the pass at which the process dies, or what an event has in it."""
        part = self._directory / f"{service}-{point}.part"
        part.write_text(text)
        part.rename(part.with_suffix(""))

    def remove(self, service: str, point: str) -> None:
        (self._directory / f"{service}-{point}").unlink(missing_ok=True)

    async def sprung(self, service: str, point: str, *, within: float = 30.0) -> None:
        """Return when a process has died there. Raises AssertionError where none has."""
        path = self._directory / f"{service}-{point}"
        await eventually(lambda: not path.exists(), within=within, every=0.02, what=f"{service} died {point}")

"""What the use-cases of notifications need of a messenger: one adapter a platform, one file of it in `clients/`."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from services.notifications.domain.bot import Account, WebhookState
from services.notifications.domain.content import OutgoingFile, Rows
from services.notifications.domain.inbound import Inbound, InboundFile


class Platform(Protocol):
    """One messenger. Every call raises a PlatformError (`domain/refusals.py`) where it is not answered with success.

    Every call ends within 55 seconds, whatever the messenger does; only `updates` may wait as long as it is told to.
    """

    @property
    def text_limit(self) -> int:
        """The longest text that one message takes, in UTF-16 units."""

    @property
    def chat_pause(self) -> timedelta:
        """The least time between two messages of one chat."""

    @property
    def per_second(self) -> int:
        """The most messages of one bot in a second."""

    def calls(self, url: str) -> bool:
        """Whether the platform would bring updates to such an address at all."""

    def trusted(self, headers: Mapping[str, str], *, secret: str) -> bool:
        """Whether an update has the secret that its webhook was set with; compared in constant time."""

    def read(self, update: bytes) -> Inbound | None:
        """What a customer did; None for what is none of ours (groups, other bots, kinds that nobody asked for).

        Raises ValueError for what is no update of the platform's.
        """

    def link(self, account: Account, *, payload: str) -> str:
        """The address that opens the bot and brings it `payload` (at most 64 of A-Z a-z 0-9 _ -)."""

    async def identify(self, token: str) -> Account: ...

    async def set_webhook(self, token: str, *, url: str, secret: str) -> None: ...

    async def delete_webhook(self, token: str) -> None: ...

    async def webhook(self, token: str) -> WebhookState: ...

    async def send(self, token: str, *, chat_id: int, text: str, rows: Rows = ()) -> str:
        """Send plain text, with buttons perhaps; the platform's id of the message."""

    async def send_file(self, token: str, *, chat_id: int, file: OutgoingFile, content: bytes) -> str:
        """Send a file; the platform's id of the message. Raises TooLarge where it is too large for the platform."""

    async def edit(self, token: str, *, chat_id: int, message_id: str, text: str, rows: Rows = ()) -> None:
        """Put a text, and buttons or none, in the place of a message of the bot's; the same again is a success."""

    async def acknowledge(self, token: str, *, press_id: str, text: str) -> None:
        """Let the customer's button stop waiting, with a short word; one too late is a success."""

    async def fetch(self, token: str, file: InboundFile, *, limit: int) -> bytes:
        """A file that a customer sent. Raises TooLarge where it has more than `limit` bytes or the platform gives none
        so large."""

    async def updates(self, token: str, *, marker: int | None, wait_seconds: int) -> tuple[Sequence[bytes], int | None]:
        """Updates for a bot without a webhook, once there are some or the time is over, and the marker for the next
        call: naming it says that these have arrived."""

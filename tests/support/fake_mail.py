"""A real SMTP server on loopback that keeps what it is given, and refuses, delays or drops what it is told to."""

import asyncio
import contextlib
import warnings
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "helpdesk", "s3cret/word"
TAKEN = "250 taken"
# Takes the letter and hangs up without a word.
DROP = "drop"


@dataclass
class Mailroom:
    """`letters` are those taken, in their order, by recipient. `answers` are given to a recipient's next letters in
    turn after DATA, `at_the_door` after RCPT; `tries` counts how often a letter's whole text came. A letter to whom
    there is a `hold` waits for it. While it is `locked` no password is right."""

    url: str = ""
    letters: dict[str, list[EmailMessage]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    at_the_door: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    tries: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    senders: set[str] = field(default_factory=set)
    hold: dict[str, asyncio.Event] = field(default_factory=dict)
    locked: bool = False

    def texts(self, address: str) -> list[str]:
        """What has come for the address."""
        return [text_of(letter) for letter in self.letters[address]]

    def let_in(self, _server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right and not self.locked, handled=False)

    # What follows has the names that the server calls.
    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.at_the_door[address]:
            return self.at_the_door[address].popleft()
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        [address] = envelope.rcpt_tos
        self.tries[address] += 1
        if address in self.hold:
            await self.hold[address].wait()
        answer = self.answers[address].popleft() if self.answers[address] else TAKEN
        if answer in {TAKEN, DROP}:
            assert isinstance(envelope.content, bytes)
            letter = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.letters[address].append(letter)
            self.senders.add(envelope.mail_from or "")
        if answer == DROP:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


def text_of(letter: EmailMessage) -> str:
    """The letter's words, with plain line ends."""
    return str(letter.get_content()).replace("\r\n", "\n")


@contextlib.asynccontextmanager
async def running() -> AsyncIterator[Mailroom]:
    """A server on a free port that wants the one user it knows."""
    room = Mailroom()

    def protocol() -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of a password without TLS: this is loopback
            return SMTP(
                room, authenticator=room.let_in, auth_required=True, auth_require_tls=False, enable_SMTPUTF8=True
            )

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    room.url = f"smtp://{USER}:{PASSWORD.replace('/', '%2F')}@127.0.0.1:{port}"
    try:
        yield room
    finally:
        server.close()

"""Handing e-mails to a mail server over SMTP, one connection each."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from services.notifications.clients.mime import to_mime
from services.notifications.domain.email import Email, Mailbox
from services.notifications.domain.mail_server import MailServer
from services.notifications.domain.refusals import Permanent, PlatformError, Temporary, UnknownIfDone

CONNECT_SECONDS = 15.0
# A server may look for viruses before it answers. Less than a claim holds.
ATTEMPT_SECONDS = 45.0
QUIT_SECONDS = 2.0
SAID_CHARACTERS = 300
# It wants a sign-in or another one: the installation is wrong, not the e-mail.
SIGN_IN = frozenset({530, 534, 535, 538})


class SmtpPostman:
    """Without a server it is not employed."""

    def __init__(self, server: MailServer | None, *, sender: Mailbox | None) -> None:
        self._server = server
        self._sender = sender

    @property
    def employed(self) -> bool:
        return self._server is not None

    async def deliver(self, email: Email) -> None:
        if self._server is None or self._sender is None or email.to is None:
            raise Permanent("nobody sends it, or it goes to nobody")
        try:
            message = to_mime(email, to=email.to, sender=self._sender)
        except ValueError as error:
            raise Permanent(f"it cannot be written: {error}") from error
        smtp = _client(self._server)
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS):
                with _connecting():
                    await smtp.connect()
                with _sending():
                    await smtp.send_message(message, sender=self._sender.address, recipients=[email.to.address])
        except TimeoutError as error:
            raise UnknownIfDone("the mail server did not answer in time") from error
        finally:
            await _leave(smtp)


def _client(server: MailServer) -> SMTP:
    return SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.tls,
        start_tls=server.must_change,
        timeout=CONNECT_SECONDS,
    )


@contextmanager
def _connecting() -> Iterator[None]:
    """Whatever goes wrong here is the installation's trouble or the network's, and may be over soon."""
    try:
        yield
    except (SMTPException, OSError, ValueError) as error:
        raise Temporary(_said(error)) from error


@contextmanager
def _sending() -> Iterator[None]:
    try:
        yield
    except SMTPRecipientsRefused as error:
        raise _answered(error.recipients[0]) from error
    except SMTPResponseException as error:
        raise _answered(error) from error
    except (SMTPNotSupported, ValueError) as error:
        raise Permanent(_said(error)) from error
    except (SMTPException, OSError) as error:
        raise UnknownIfDone(_said(error)) from error


def _answered(error: SMTPResponseException) -> PlatformError:
    for_good = 500 <= error.code < 600 and error.code not in SIGN_IN
    if isinstance(error, SMTPAuthenticationError) or not for_good:
        return Temporary(_said(error))
    return Permanent(_said(error))


def _said(error: Exception) -> str:
    """The server's words on one line, or the library's."""
    words = f"{error.code} {error.message}" if isinstance(error, SMTPResponseException) else str(error)
    return " ".join((words or type(error).__name__).split())[:SAID_CHARACTERS]


async def _leave(smtp: SMTP) -> None:
    """What the server has answered holds, however the parting goes."""
    with suppress(SMTPException, OSError):
        await smtp.quit(timeout=QUIT_SECONDS)
    smtp.close()

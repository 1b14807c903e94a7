"""The mail server that takes this installation's e-mails, as its address says it."""

from dataclasses import dataclass, field
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from services.notifications.domain.email import Mailbox

# Where a client hands mail in, without and with TLS from the first byte.
PORTS = {"smtp": 587, "smtps": 465}
ITSELF = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class MailServer:
    """`tls` is from the first byte; without it the connection is changed to TLS (`STARTTLS`) as `must_change` says:
    True always, None where the server can, False never.
    """

    host: str
    port: int
    tls: bool
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def must_change(self) -> bool | None:
        """A password crosses no network in the clear; what stays on this machine crosses none."""
        if self.tls or self.host in ITSELF:
            return False
        return True if self.password else None


def mail_server_at(url: str) -> MailServer:
    """Raises ValueError for what is no `smtp://` or `smtps://` address; its words never repeat the password."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError("must be smtp://user:password@host:port or smtps://…") from None
    if parts.scheme not in PORTS or not host:
        raise ValueError("must be smtp://user:password@host:port or smtps://…")
    return MailServer(
        host=host,
        port=port or PORTS[parts.scheme],
        tls=parts.scheme == "smtps",
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def mailbox_of(text: str) -> Mailbox:
    """`Acme <help@acme.example>` or the address alone. Raises ValueError for what is neither."""
    name, address = parseaddr(text)
    local, _, domain = address.rpartition("@")
    if not local or not domain or not address.isascii() or not text.isprintable() or " " in address:
        raise ValueError("must be an address, or a name and an address: Acme <help@acme.example>")
    return Mailbox(address, name or None)

"""An e-mail in the form in which it travels; nothing that anybody wrote can become a header of it."""

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from services.notifications.domain.email import Email, Mailbox

# Every server takes it; 8 bits not every one.
POLICY = SMTP.clone(cte_type="7bit")


def to_mime(email: Email, *, to: Mailbox, sender: Mailbox) -> EmailMessage:
    """Plain text. Raises ValueError for an address that is none."""
    letter = email.letter
    domain = sender.address.rpartition("@")[2]
    message = EmailMessage(policy=POLICY)
    message["From"] = _address(Mailbox(sender.address, _in_name_of(letter.writer, sender=sender)))
    message["To"] = _address(to)
    message["Subject"] = _one_line(letter.subject)
    message["Date"] = letter.written_at
    message["Message-ID"] = f"<{letter.key}@{domain}>"
    thread = f"<ticket.{letter.thread}@{domain}>"
    message["In-Reply-To"] = thread
    message["References"] = thread
    # Nobody's absence shall answer it.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text)
    return message


def _in_name_of(writer: str | None, *, sender: Mailbox) -> str | None:
    """`Ann (Acme)`, or whichever of the two there is."""
    return f"{writer} ({sender.name})" if writer and sender.name else writer or sender.name


def _address(mailbox: Mailbox) -> Address:
    try:
        return Address(display_name=_one_line(mailbox.name or ""), addr_spec=mailbox.address)
    except (MessageError, ValueError, IndexError) as error:
        raise ValueError("not an address") from error


def _one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())

"""What becomes of an e-mail, failure by failure, and what of it becomes a header."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr, ValidationError

from services.notifications.clients.mime import to_mime
from services.notifications.domain.colleagues import Colleague, Concerned
from services.notifications.domain.email import GIVE_UP_AFTER, LONGEST_PAUSE, Cause, Email, Letter, Mailbox
from services.notifications.domain.email_verdict import after_failure
from services.notifications.domain.mail_server import mail_server_at, mailbox_of
from services.notifications.domain.refusals import Permanent, PlatformError, Temporary, UnknownIfDone
from services.notifications.settings import NotificationsSettings
from shared.ids import new_id
from shared.vocabulary import SendStatus

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ANN, BOB = UUID(int=1), UUID(int=2)
HELP = Mailbox("help@acme.example", "Acme")


def letter(**fields: str) -> Letter:
    words = {"key": "k1", "subject": "[HD-2026-0001] Printer", "text": "Hello\n", "writer": "Ann"}
    return Letter(thread=UUID(int=9), written_at=NOW, **{**words, **fields})


@pytest.fixture
def email() -> Email:
    return Email(
        id=new_id(),
        tenant_id=new_id(),
        ticket_id=UUID(int=9),
        event_id=new_id(),
        cause=Cause.REPLY,
        letter=letter(),
        to=Mailbox("olga@mail.example", "Olga"),
        stored_at=NOW,
        reported_at=NOW,
    )


@pytest.mark.parametrize("failure", [Temporary("451 later"), UnknownIfDone("gone")])
def test_what_may_go_well_later_is_tried_again_with_growing_pauses(email: Email, failure: PlatformError) -> None:
    pauses = []
    for _ in range(12):
        email, pause = after_failure(email, failure, at=NOW)
        pauses.append(pause)
    assert (email.status, email.attempts) == (SendStatus.PENDING, 12)
    assert pauses[:3] == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE


def test_after_a_day_it_is_given_up_with_the_last_word(email: Email) -> None:
    after, _ = after_failure(email, Temporary("451 later"), at=NOW + GIVE_UP_AFTER)
    assert (after.status, after.error) == (SendStatus.FAILED, "gave_up: 451 later")


def test_a_refusal_is_for_good_and_reported_later_than_what_was_said_before(email: Email) -> None:
    after, _ = after_failure(email, Permanent("550 nobody here"), at=NOW - timedelta(minutes=1))
    assert (after.status, after.error) == (SendStatus.FAILED, "rejected: 550 nobody here")
    assert after.reported_at > email.reported_at


@pytest.mark.parametrize("breaking", ["\r\nBcc: eve@evil.example", "\n\nbody", "\x00", "\u2028", "\x0b", "\x85"])
def test_no_word_breaks_out_of_its_header(email: Email, breaking: str) -> None:
    words = letter(subject=f"Hi{breaking}there", writer=f"Ann{breaking}Eve")
    to = Mailbox("olga@mail.example", f"Olga{breaking}x")
    text = to_mime(replace(email, letter=words, to=to), to=to, sender=HELP).as_bytes().decode("ascii")
    head, _, body = text.partition("\r\n\r\n")
    names = [line.partition(":")[0] for line in head.split("\r\n") if not line.startswith(" ")]
    known = ["From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted"]
    assert [name for name in names if name not in {"MIME-Version", "Content-Type", "Content-Transfer-Encoding"}] == [
        *known,
        "X-Auto-Response-Suppress",
    ]
    assert body == "Hello\r\n"


@pytest.mark.parametrize(
    "address",
    ["a@b.example, eve@evil.example", "a@b.example\r\nBcc: eve@evil.example", "Eve <eve@evil.example>", "nobody", ""],
)
def test_an_address_that_is_not_one_is_refused(email: Email, address: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        to_mime(email, to=Mailbox(address), sender=HELP)


def test_a_long_line_and_every_letter_arrive_as_they_were_written(email: Email) -> None:
    words = "я" * 3000 + " From me\n.\nFrom you\n"
    mime = to_mime(replace(email, letter=letter(text=words)), to=Mailbox("o@m.example"), sender=HELP)
    assert max(map(len, mime.as_bytes().splitlines())) < 100
    assert mime.get_content().replace("\r\n", "\n") == words


@pytest.mark.parametrize(
    ("url", "port", "must_change"),
    [
        ("smtp://mail.example", 587, None),
        ("smtp://a:b@mail.example:25", 25, True),
        ("smtp://a:b@127.0.0.1:2525", 2525, False),
        ("smtps://a:b@mail.example", 465, False),
    ],
)
def test_a_password_leaves_the_machine_over_tls_alone(url: str, port: int, must_change: bool | None) -> None:
    server = mail_server_at(url)
    assert (server.port, server.must_change, server.tls) == (port, must_change, url.startswith("smtps"))


def test_a_password_may_have_any_letter_and_is_never_shown() -> None:
    server = mail_server_at("smtp://me%40acme:p%2Fw%3A@mail.example")
    assert (server.user, server.password) == ("me@acme", "p/w:")
    assert "p/w" not in repr(server)


@pytest.mark.parametrize("url", ["http://mail.example", "mail.example", "smtp://", "smtp://host:port", "smtp://[::1"])
def test_what_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must be smtp"):
        mail_server_at(url)


@pytest.mark.parametrize("text", ["", "Acme", "Acme <>", "@acme.example", "a@b\r\nBcc: x@y.z"])
def test_who_has_no_address_sends_nothing(text: str) -> None:
    with pytest.raises(ValueError, match="must be an address"):
        mailbox_of(text)


def test_nobody_is_told_of_what_they_did_or_do_not_want_to_hear() -> None:
    ann = Colleague(ANN, "Ann", "ann@acme.example", on_assigned=True, on_reply=False)
    bob = Colleague(BOB, "Bob", "bob@acme.example", on_assigned=False, on_reply=True)
    team = Concerned(None, (ann, bob))
    assigned, replied = told(Cause.ASSIGNED), told(Cause.CUSTOMER_REPLIED)
    assert [agent for agent, _ in team.told_of(assigned)] == [ann]
    assert [agent for agent, _ in team.told_of(replied)] == [bob]
    assert team.told_of(replace(assigned, actor_id=ANN)) == []


def test_an_assignment_that_holds_no_longer_is_told_to_nobody() -> None:
    bob = Colleague(BOB, "Bob", "bob@acme.example", on_assigned=True, on_reply=True)
    assert Concerned(BOB, (bob,)).told_of(replace(told(Cause.ASSIGNED), assignee_id=ANN)) == []
    assert Concerned(BOB, (bob,)).told_of(told(Cause.ASSIGNED)) == []


def told(cause: Cause) -> Email:
    return Email(new_id(), new_id(), UUID(int=9), new_id(), cause, letter(), None, NOW, NOW)


@pytest.mark.parametrize(
    ("url", "sent_by", "why"),
    [
        ("smtp://me:topsecret@mail.example", "", "must be an address"),
        ("http://me:topsecret@mail.example", "help@acme.example", "must be smtp"),
    ],
)
def test_settings_that_cannot_be_are_refused_and_no_secret_is_told(url: str, sent_by: str, why: str) -> None:
    secret = "identity" * 5
    with pytest.raises(ValidationError, match=why) as refused:
        NotificationsSettings(
            identity_secret=SecretStr(secret),
            encryption_key=SecretStr(Fernet.generate_key().decode()),
            smtp_url=SecretStr(url),
            smtp_from=sent_by,
        )
    assert "topsecret" not in str(refused.value)
    assert secret not in str(refused.value)

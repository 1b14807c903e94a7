"""Whatever the mail server does, an e-mail is sent once or its ticket says why not; a crash loses none."""

import asyncio
from collections import deque
from pathlib import Path

import pytest

from tests.integration.emails.system import Party, PostSystem, address
from tests.support.eventually import eventually
from tests.support.fake_mail import DROP, PASSWORD, Mailroom
from tests.support.servers import BackingServers


async def test_a_server_that_cannot_now_is_asked_again(admin: Party, mailroom: Mailroom) -> None:
    olga = address()
    mailroom.at_the_door[olga] = deque(["450 4.2.1 greylisted"])
    mailroom.answers[olga] = deque(["451 4.3.0 later"])
    ticket = await admin.ticket_of(olga)
    message = await admin.reply(ticket, "Hello")
    delivery = await admin.shows(ticket, message, "sent", "failed", within=20)
    assert (delivery["status"], len(mailroom.letters[olga])) == ("sent", 1)


@pytest.mark.parametrize("where", ["at_the_door", "answers"])
async def test_a_refusal_is_for_good_and_the_ticket_says_why(admin: Party, mailroom: Mailroom, where: str) -> None:
    olga = address()
    getattr(mailroom, where)[olga] = deque(["550 5.1.1 no such customer"])
    ticket = await admin.ticket_of(olga)
    message = await admin.reply(ticket, "Hello")
    delivery = await admin.shows(ticket, message, "sent", "failed")
    assert (delivery["channel"], delivery["error"]) == ("email", "rejected: 550 5.1.1 no such customer")
    assert mailroom.letters[olga] == []


async def test_an_answer_that_was_not_seen_brings_the_letter_again_under_its_id(
    admin: Party, mailroom: Mailroom
) -> None:
    olga = address()
    mailroom.answers[olga] = deque([DROP])
    ticket = await admin.ticket_of(olga)
    message = await admin.reply(ticket, "Hello")
    await admin.shows(ticket, message, "sent")
    first, second = mailroom.letters[olga]
    assert first["Message-ID"] == second["Message-ID"] == f"<{message['id']}@acme.example>"
    assert first.as_bytes() == second.as_bytes()


async def test_an_address_that_is_none_fails_and_holds_up_nobody(admin: Party, mailroom: Mailroom) -> None:
    olga = address()
    broken = await admin.ticket_of("a(b)<c>@mail.example")
    ticket = await admin.ticket_of(olga)
    lost = await admin.reply(broken, "Hello")
    await admin.shows(ticket, await admin.reply(ticket, "Hello"), "sent")
    delivery = await admin.shows(broken, lost, "sent", "failed")
    assert delivery["error"].startswith("rejected: it cannot be written")


async def test_a_killed_process_loses_no_letter(admin: Party, mailroom: Mailroom) -> None:
    olga, ivan = address(), address("ivan")
    mailroom.hold[olga] = asyncio.Event()
    ticket, other = await admin.ticket_of(olga), await admin.ticket_of(ivan)
    held = await admin.reply(ticket, "Hello")
    await eventually(lambda: mailroom.tries[olga], what="the letter is at the server")
    await admin.system.stack.kill("notifications")
    waiting = await admin.reply(other, "Hello")
    mailroom.hold.pop(olga).set()
    await admin.system.stack.restart("notifications")
    await admin.shows(ticket, held, "sent", within=30)
    await admin.shows(other, waiting, "sent", within=30)
    assert len(mailroom.letters[ivan]) == 1
    # The first process saw no answer: the letter may have been taken then, and has come again.
    assert {letter["Message-ID"] for letter in mailroom.letters[olga]} == {f"<{held['id']}@acme.example>"}


async def test_without_a_mail_server_the_ticket_says_so_and_nothing_waits(
    servers: BackingServers, tmp_path: Path
) -> None:
    async with PostSystem(servers, directory=tmp_path, room=None) as system:
        admin = Party(system)
        ann = await admin.agent("Ann")
        ticket = await admin.ticket_of(address())
        await admin.assign(ticket, ann)
        delivery = await admin.shows(ticket, await admin.reply(ticket, "Hello"), "sent", "failed")
        assert (delivery["channel"], delivery["error"]) == ("email", "email_off")
        await eventually(lambda: "e-mail not sent" in system.log, what="the assignment is logged")
        assert await system.database["emails"].count_documents({"status": "pending"}) == 0


async def test_a_password_that_is_refused_is_no_refusal_of_the_letter(admin: Party, mailroom: Mailroom) -> None:
    olga = address()
    mailroom.locked = True
    ticket = await admin.ticket_of(olga)
    message = await admin.reply(ticket, "Hello")
    try:
        await eventually(lambda: _put_off(admin.system, olga), what="it was tried")
    finally:
        mailroom.locked = False
    await admin.shows(ticket, message, "sent", within=20)
    assert PASSWORD not in admin.system.log


async def _put_off(system: PostSystem, olga: str) -> bool:
    row = await system.database["emails"].find_one({"address": olga})
    return row is not None and row["attempts"] > 0

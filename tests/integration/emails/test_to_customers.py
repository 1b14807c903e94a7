"""A public reply reaches a customer who has an e-mail and no chat; nothing else ever does."""

import re

from tests.integration.emails.system import PUBLIC_URL, Party, address
from tests.support.eventually import eventually
from tests.support.fake_mail import Mailroom, text_of


async def test_a_reply_arrives_and_the_ticket_says_so(admin: Party, mailroom: Mailroom) -> None:
    olga = address()
    ticket = await admin.ticket_of(olga)
    ann = admin.as_agent(await admin.agent("Ann"))
    message = await ann.reply(ticket, "It is <b>on</b> its way.\n\nДо свидания")
    assert message["delivery"] == {"channel": "email", "status": "pending", "at": message["created_at"]}
    delivery = await admin.shows(ticket, message, "sent")
    assert (delivery["channel"], "error" in delivery) == ("email", False)
    [letter] = mailroom.letters[olga]
    assert letter["To"] == f"Olga <{olga}>"
    assert letter["From"] == '"Ann (Acme Help)" <help@acme.example>'
    assert re.fullmatch(r"\[HD-\d{4}-0001\] Where is it\?", letter["Subject"])
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    text = text_of(letter)
    assert text.startswith("It is <b>on</b> its way.\n\nДо свидания\n")
    assert f"{PUBLIC_URL}/portal/tickets/{ticket['id']}" in text


async def test_letters_of_a_ticket_are_one_thread_and_each_has_an_id_of_its_own(
    admin: Party, mailroom: Mailroom
) -> None:
    olga = address()
    ticket = await admin.ticket_of(olga)
    said = [await admin.reply(ticket, text) for text in ("One", "Two")]
    for message in said:
        await admin.shows(ticket, message, "sent")
    letters = mailroom.letters[olga]
    assert {letter["Message-ID"] for letter in letters} == {f"<{each['id']}@acme.example>" for each in said}
    assert {letter["References"] for letter in letters} == {f"<ticket.{ticket['id']}@acme.example>"}
    assert {letter["In-Reply-To"] for letter in letters} == {f"<ticket.{ticket['id']}@acme.example>"}


async def test_notes_the_customers_own_words_and_merges_send_the_customer_nothing(
    admin: Party, mailroom: Mailroom
) -> None:
    olga, ivan = address(), address("ivan")
    ticket = await admin.ticket_of(olga)
    target = await admin.ticket_of(ivan)
    note = await admin.reply(ticket, "Call them", internal=True)
    mine = await admin.customer_writes(ticket, "Anybody there?")
    assert (note["delivery"], mine["delivery"]) == (None, None)
    await admin.ask("POST", f"/tickets/{ticket['id']}/merge", {"into": target["id"]})
    last = await admin.reply(target, "Last")
    await admin.shows(target, last, "sent")
    assert mailroom.letters[olga] == []
    assert len(mailroom.letters[ivan]) == 1


async def test_a_reply_to_a_chat_or_to_nobody_goes_by_no_email(admin: Party, mailroom: Mailroom) -> None:
    olga = address()
    contact = await admin.ask("POST", "/contacts", {"name": "Olga", "email": olga})
    chat = {"channel": "telegram", "chat_id": 5, "text": "Hello", "contact_id": contact["id"]}
    in_chat = await admin.ask("POST", "/tickets", chat)
    nameless = await admin.ask("POST", "/tickets", {"channel": "virtual", "text": "Hello"})
    chatted = await admin.reply(in_chat, "Good day")
    assert chatted["delivery"]["channel"] == "telegram"
    assert (await admin.reply(nameless, "Good day"))["delivery"] is None
    await admin.shows(in_chat, chatted, "failed")
    assert mailroom.letters[olga] == []


async def test_a_tenant_that_wants_no_emails_sends_none_and_shows_no_delivery(admin: Party, mailroom: Mailroom) -> None:
    olga = address()
    await admin.ask("PUT", "/settings", {"helpdesk_email_replies": False})
    ticket = await admin.ticket_of(olga)
    quiet = await admin.reply(ticket, "Only here")
    assert quiet["delivery"] is None
    await admin.ask("PUT", "/settings", {"helpdesk_email_replies": True})
    await admin.shows(ticket, await admin.reply(ticket, "By e-mail too"), "sent")
    [text] = mailroom.texts(olga)
    assert text.startswith("By e-mail too")


async def test_what_somebody_wrote_becomes_no_header(admin: Party, mailroom: Mailroom) -> None:
    olga = address()
    ticket = await admin.ticket_of(olga, name='"Olga", <eve@evil.example>', subject="Hi\u2028Bcc: eve@evil.example")
    mallory = admin.as_agent(await admin.agent("Mallory"))
    mallory.name = "Ann <ceo@acme.example>, Bcc: eve"
    await admin.shows(ticket, await mallory.reply(ticket, "Bcc: eve@evil.example\n\nx"), "sent")
    [letter] = mailroom.letters[olga]
    assert [to.addr_spec for to in letter["To"].addresses] == [olga]
    assert [sender.addr_spec for sender in letter["From"].addresses] == ["help@acme.example"]
    assert letter["Bcc"] is None
    assert mailroom.letters["eve@evil.example"] == []
    assert text_of(letter).startswith("Bcc: eve@evil.example")


async def test_files_are_named_and_stay_where_the_link_leads(admin: Party, mailroom: Mailroom) -> None:
    olga = address()
    ticket = await admin.ticket_of(olga)
    file = {"name": "receipt.txt", "content_type": "text/plain", "content_base64": "SGVsbG8="}
    await admin.shows(ticket, await admin.reply(ticket, "See there", attachments=[file]), "sent")
    [letter] = mailroom.letters[olga]
    assert not letter.is_multipart()
    assert "[receipt.txt, 1 KiB]" in text_of(letter)


async def test_a_letter_is_forgotten_once_it_is_sent(admin: Party, mailroom: Mailroom) -> None:
    olga = address()
    ticket = await admin.ticket_of(olga)
    await admin.shows(ticket, await admin.reply(ticket, "Secret words"), "sent")

    async def kept() -> bool:
        row = await admin.system.database["emails"].find_one({"address": olga})
        assert row
        return "Secret words" not in str(row)

    await eventually(kept, what="the text is gone")
    assert "Secret words" not in admin.system.log

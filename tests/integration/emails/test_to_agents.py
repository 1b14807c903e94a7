"""Agents are told by e-mail of what becomes theirs and of what their customers write, as they want it."""

from tests.integration.emails.system import PUBLIC_URL, Party, address
from tests.support.eventually import eventually
from tests.support.fake_mail import Mailroom, text_of


async def test_who_is_given_a_ticket_is_told_and_who_takes_it_is_not(admin: Party, mailroom: Mailroom) -> None:
    ann, bob = await admin.agent("Ann"), await admin.agent("Bob")
    ticket = await admin.ticket_of(address())
    await admin.as_agent(ann).assign(ticket, ann)
    await admin.as_agent(ann).assign(ticket, bob)
    await eventually(lambda: mailroom.letters[bob["email"]], what="Bob is told")
    [letter] = mailroom.letters[bob["email"]]
    assert letter["Subject"].endswith("Where is it?")
    text = text_of(letter)
    assert text.startswith("Ann has assigned this ticket to you.\n\nHello\n")
    assert f"{PUBLIC_URL}/dashboard/tickets/{ticket['id']}" in text
    assert mailroom.letters[ann["email"]] == []


async def test_a_team_is_told_of_a_ticket_that_is_nobodys_else(admin: Party, mailroom: Mailroom) -> None:
    ann, bob, eve = [await admin.agent(name) for name in ("Ann", "Bob", "Eve")]
    team = await admin.ask("POST", "/teams", {"name": "Crew", "members": [each["id"] for each in (ann, bob, eve)]})
    await admin.ask("PUT", f"/agents/{eve['id']}", {"active": False})
    ticket = await admin.ticket_of(address())
    await admin.as_agent(ann).ask("PATCH", f"/tickets/{ticket['id']}", {"team_id": team["id"]})
    await eventually(lambda: mailroom.letters[bob["email"]], what="Bob is told")
    assert mailroom.texts(bob["email"])[0].startswith("Ann has assigned this ticket to your team Crew.")
    await admin.customer_writes(ticket, "Anybody there?")
    await eventually(lambda: len(mailroom.letters[ann["email"]]) == 1, what="Ann is told of the reply")
    await eventually(lambda: len(mailroom.letters[bob["email"]]) == 2, what="Bob is told of the reply")
    assert mailroom.letters[eve["email"]] == []


async def test_the_assignee_alone_is_told_what_the_customer_writes(admin: Party, mailroom: Mailroom) -> None:
    ann, bob = await admin.agent("Ann"), await admin.agent("Bob")
    team = await admin.ask("POST", "/teams", {"name": "Crew", "members": [ann["id"], bob["id"]]})
    ticket = await admin.ticket_of(address())
    both = {"team_id": team["id"], "assigned_to": ann["id"]}
    await admin.as_agent(ann).ask("PATCH", f"/tickets/{ticket['id']}", both)
    await admin.customer_writes(ticket, "It broke <again>")
    await eventually(lambda: mailroom.letters[ann["email"]], what="Ann is told")
    [text] = mailroom.texts(ann["email"])
    assert text.startswith("Olga has written:\n\nIt broke <again>\n")
    assert mailroom.letters[bob["email"]] == []


async def test_an_agents_reply_is_told_to_no_agent(admin: Party, mailroom: Mailroom) -> None:
    ann, bob = await admin.agent("Ann"), await admin.agent("Bob")
    ticket = await admin.ticket_of(address())
    await admin.as_agent(ann).assign(ticket, ann)
    await admin.shows(ticket, await admin.as_agent(bob).reply(ticket, "I look into it"), "sent")
    await admin.customer_writes(ticket, "Thanks")
    await eventually(lambda: mailroom.letters[ann["email"]], what="Ann is told of the customer's words")
    assert len(mailroom.letters[ann["email"]]) == 1


async def test_each_agent_has_a_switch_for_each(admin: Party, mailroom: Mailroom) -> None:
    ann = await admin.agent("Ann", email_on_assigned=False)
    bob = await admin.agent("Bob", email_on_reply=False)
    for_ann, for_bob = await admin.ticket_of(address()), await admin.ticket_of(address())
    await admin.assign(for_ann, ann)
    await admin.assign(for_bob, bob)
    await admin.customer_writes(for_bob, "To Bob")
    await admin.customer_writes(for_ann, "To Ann")
    await eventually(lambda: mailroom.letters[ann["email"]], what="Ann is told")
    await eventually(lambda: mailroom.letters[bob["email"]], what="Bob is told")
    assert mailroom.texts(ann["email"])[0].startswith("Olga has written:")
    assert mailroom.texts(bob["email"])[0].startswith("Ann has assigned")
    await eventually(lambda: _none_waits(admin), what="nothing waits")
    assert (len(mailroom.letters[ann["email"]]), len(mailroom.letters[bob["email"]])) == (1, 1)


async def _none_waits(party: Party) -> bool:
    waiting = {"tenant_id": party.tenant_id, "status": "pending"}
    return await party.system.database["emails"].count_documents(waiting) == 0

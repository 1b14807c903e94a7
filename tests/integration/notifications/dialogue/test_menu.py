"""The menu leads a customer to a new ticket, to those that there are, and into their conversations."""

from services.notifications.domain.phrases import STATUSES, Phrase
from shared.vocabulary import Status
from tests.integration.notifications.dialogue.conftest import Project, Words, open_ticket
from tests.integration.notifications.dialogue.customer import Customer


async def test_a_new_ticket_of_a_chosen_type(project: Project, subscriber: Customer, words: Words) -> None:
    billing = await project.add_type("Billing")
    await project.add_type("Delivery")
    await subscriber.press(words(Phrase.CREATE_TICKET))
    await subscriber.sees_last(words(Phrase.CHOOSE_TYPE), buttons=["Billing", "Delivery", words(Phrase.TO_MENU)])
    await subscriber.press("Billing")
    await subscriber.sees_last(words(Phrase.WRITE_MESSAGE_OF, type="Billing"), buttons=[words(Phrase.TO_MENU)])
    await subscriber.write("I was charged twice")
    ticket = await project.one_ticket()
    await subscriber.sees_last(words(Phrase.TICKET_OPENED, number=ticket["number"]), buttons=[])
    assert (ticket["ticket_type_id"], ticket["channel"], ticket["chat_id"]) == (
        billing,
        project.place.kind,
        subscriber.chat_id,
    )
    assert [message["text"] for message in ticket["messages"]] == ["I was charged twice"]
    await subscriber.acknowledged()


async def test_without_types_the_message_is_asked_for_at_once_and_each_is_a_ticket(
    project: Project, subscriber: Customer, words: Words
) -> None:
    for number, text in enumerate(("First", "Second"), start=1):
        await open_ticket(subscriber, words, text=text, number=number)
    assert [ticket["subject"] for ticket in await project.tickets()] == ["Second", "First"]


async def test_my_tickets_a_conversation_and_a_reply_to_the_chosen_one(
    project: Project, subscriber: Customer, words: Words
) -> None:
    await open_ticket(subscriber, words, text="Printer", number=1)
    await open_ticket(subscriber, words, text="Screen", number=2)
    _, printer = await project.tickets()
    await project.ask("POST", f"/tickets/{printer['id']}/reply", {"text": "Is it plugged in?"})
    await project.ask("POST", f"/tickets/{printer['id']}/reply", {"text": "A fool", "internal": True})
    await subscriber.sees_last("Is it plugged in?")
    await subscriber.open_menu(words(Phrase.MENU))
    await subscriber.sees_last(words(Phrase.MENU), buttons=[words(Phrase.CREATE_TICKET), words(Phrase.MY_TICKETS)])
    await subscriber.press("mine")
    listed = await subscriber.sees_last(words(Phrase.TICKETS))
    new, working = STATUSES[Status.NEW].words(words.language), STATUSES[Status.IN_PROGRESS].words(words.language)
    sign = "№" if words.language == "ru" else "#"
    assert listed.splitlines()[1:] == [f"{sign}1 Printer ({working})", f"{sign}2 Screen ({new})"]
    await subscriber.press(f"{sign}1 Printer")
    shown = await subscriber.sees_last("Is it plugged in?", buttons=[words(Phrase.REPLY), words(Phrase.TO_MENU)])
    assert shown.startswith(f"{sign}1 Printer ({working})\n\n{words(Phrase.CUSTOMER)}:\nPrinter\n\n")
    assert "A fool" not in shown
    await subscriber.press(words(Phrase.REPLY))
    await subscriber.sees_last(words(Phrase.WRITE_REPLY, number=1), buttons=[words(Phrase.TO_MENU)])
    await subscriber.write("It is")
    await subscriber.sees_last(words(Phrase.REPLY_ADDED, number=1))
    told = {ticket["number"]: [each["text"] for each in ticket["messages"]] for ticket in await project.tickets()}
    assert told == {1: ["Printer", "Is it plugged in?", "A fool", "It is"], 2: ["Screen"]}


async def test_cancel_forgets_the_question(project: Project, subscriber: Customer, words: Words) -> None:
    await subscriber.press("new")
    await subscriber.sees_last(words(Phrase.WRITE_MESSAGE))
    await subscriber.write("/cancel")
    await subscriber.sees_last(words(Phrase.MENU))
    await subscriber.write("To the agents, as ever")
    ticket = await project.one_ticket()
    assert [message["text"] for message in ticket["messages"]] == ["To the agents, as ever"]
    assert words(Phrase.TICKET_OPENED, number=ticket["number"]) not in await subscriber.texts()


async def test_what_the_tenant_has_switched_off_is_not_offered_and_old_buttons_are_answered_kindly(
    project: Project, subscriber: Customer, words: Words
) -> None:
    await project.set(helpdesk_allow_create=False)
    await subscriber.press("new")
    await subscriber.sees_last(words(Phrase.MENU), buttons=[words(Phrase.MY_TICKETS)])
    assert words(Phrase.OUTDATED) in await subscriber.texts()
    await project.set(helpdesk_allow_view=False)
    await subscriber.press("mine")
    await subscriber.sees_last(words(Phrase.MENU_EMPTY), buttons=[])
    await project.set(helpdesk_enabled=False)
    await subscriber.write("/menu")
    await subscriber.sees_last(words(Phrase.HELPDESK_OFF), buttons=[])
    assert await subscriber.buttons() == []


async def test_a_button_that_nobody_knows_or_that_is_anothers_gets_a_fresh_menu(
    project: Project, subscriber: Customer, words: Words
) -> None:
    await project.ask("POST", "/tickets", {"text": "Another's", "channel": project.place.kind, "chat_id": 1})
    [foreign] = await project.tickets()
    hex_id = foreign["id"].replace("-", "")
    before = (await subscriber.texts())[:-1]
    for number, data in enumerate(("nonsense", f"t:{hex_id}", f"re:{hex_id}", "new:zz"), start=1):
        await subscriber.press(data, stale=True)
        await subscriber.sees(*before, *[words(Phrase.OUTDATED)] * number, words(Phrase.MENU))
    await subscriber.acknowledged()
    assert await subscriber.buttons() == [words(Phrase.CREATE_TICKET), words(Phrase.MY_TICKETS)]

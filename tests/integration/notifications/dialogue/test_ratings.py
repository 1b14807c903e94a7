"""After a close by an agent the customer is asked once for a rating, and their first answer counts."""

from typing import Any

from services.notifications.domain.phrases import Phrase
from tests.integration.notifications.dialogue.conftest import Project, Words, open_ticket
from tests.integration.notifications.dialogue.customer import Customer
from tests.integration.notifications.dialogue.house import House
from tests.support.eventually import eventually

NUMBERS = ["1", "2", "3", "4", "5"]


async def _closed(project: Project, customer: Customer, words: Words) -> dict[str, Any]:
    """A ticket that the customer opened and an agent has closed, with the question at the end of the chat."""
    await project.set(csat_enabled=True)
    await customer.write("It is broken")
    ticket = await project.one_ticket()
    await project.ask("PATCH", f"/tickets/{ticket['id']}/status", {"status": "closed"})
    await customer.sees_last(words(Phrase.RATE, number=ticket["number"]), buttons=NUMBERS)
    return ticket


async def _rated(project: Project, ticket: dict[str, Any], rating: int) -> None:
    async def stands() -> bool:
        shown = await project.ask("GET", f"/tickets/{ticket['id']}")
        assert shown["csat_rating"] == rating, shown["csat_rating"]
        return True

    await eventually(stands, what="the ticket is rated")


async def test_the_first_rating_counts_and_its_buttons_go(project: Project, subscriber: Customer, words: Words) -> None:
    ticket = await _closed(project, subscriber, words)
    assert (await subscriber.texts())[-2] == words(Phrase.CLOSED, number=ticket["number"])
    await subscriber.press(f"csat:{ticket['id']}:4")
    await subscriber.sees_last(words(Phrase.RATED, rating=4), buttons=[])
    await _rated(project, ticket, 4)
    before = await subscriber.texts()
    await subscriber.press(f"csat:{ticket['id']}:4", stale=True)
    await subscriber.press(f"csat:{ticket['id']}:1", stale=True)
    await subscriber.sees(*before, words(Phrase.RATED_ALREADY))
    await _rated(project, ticket, 4)
    await subscriber.acknowledged()


async def test_the_tenants_own_words_ask(project: Project, subscriber: Customer) -> None:
    await project.set(csat_enabled=True, csat_message_template="Well?")
    await subscriber.write("It is broken")
    ticket = await project.one_ticket()
    await project.ask("PATCH", f"/tickets/{ticket['id']}/status", {"status": "closed"})
    await subscriber.sees_last("Well?", buttons=NUMBERS)


async def test_a_later_close_asks_anew_and_the_older_question_is_over(
    project: Project, subscriber: Customer, words: Words
) -> None:
    ticket = await _closed(project, subscriber, words)
    path = f"/tickets/{ticket['id']}/status"
    older = (await subscriber.messages())[-1].message_id
    await project.ask("PATCH", path, {"status": "open"})
    await subscriber.press(f"csat:{ticket['id']}:1")
    await subscriber.sees_last(words(Phrase.RATING_OVER), buttons=[])
    await project.ask("PATCH", path, {"status": "closed"})
    await subscriber.sees_last(words(Phrase.RATE, number=ticket["number"]), buttons=NUMBERS)
    await subscriber.press_at(older, f"csat:{ticket['id']}:1")
    await subscriber.press(f"csat:{ticket['id']}:5")
    await subscriber.sees_last(words(Phrase.RATED, rating=5))
    await _rated(project, ticket, 5)


async def test_nobody_else_rates_and_no_other_number_counts(
    house: House, project: Project, subscriber: Customer, words: Words
) -> None:
    ticket = await _closed(project, subscriber, words)
    stranger = Customer(subscriber.messenger, subscriber.chat_id + 100_000, words.language, "stranger")
    await stranger.start()
    await stranger.sees_last("Acme")
    await stranger.press(f"csat:{ticket['id']}:1", stale=True)
    await stranger.sees(words(Phrase.RATING_OVER))
    await subscriber.press(f"csat:{ticket['id']}:6", stale=True)
    await subscriber.sees_last(words(Phrase.MENU))
    row = await house.notifications["ratings"].find_one({"tenant_id": project.id})
    assert row
    assert row["rating"] is None


async def test_a_close_by_merge_or_without_the_setting_asks_nothing(
    house: House, project: Project, subscriber: Customer, words: Words
) -> None:
    await open_ticket(subscriber, words, text="First", number=1)
    first = await project.one_ticket()
    await project.ask("PATCH", f"/tickets/{first['id']}/status", {"status": "closed"})
    await subscriber.sees_last(words(Phrase.CLOSED, number=1))
    await project.set(csat_enabled=True)
    await open_ticket(subscriber, words, text="Second", number=2)
    await open_ticket(subscriber, words, text="Third", number=3)
    third, second, _ = await project.tickets()
    await project.ask("POST", f"/tickets/{third['id']}/merge", {"into": second["id"]})
    await project.ask("POST", f"/tickets/{second['id']}/reply", {"text": "The last word"})
    await subscriber.sees_last("The last word")
    assert await house.notifications["ratings"].count_documents({"tenant_id": project.id}) == 0


async def test_a_blocked_chat_is_not_asked(house: House, project: Project, subscriber: Customer) -> None:
    await project.set(csat_enabled=True)
    await subscriber.write("It is broken")
    ticket = await project.one_ticket()
    await subscriber.messenger.block(subscriber.chat_id)
    blocked = {"tenant_id": project.id, "blocked_at": {"$ne": None}}
    await eventually(lambda: house.notifications["chats"].find_one(blocked), what="the chat is known to be blocked")
    await project.ask("PATCH", f"/tickets/{ticket['id']}/status", {"status": "closed"})
    log = house.stack.process("notifications").log
    await eventually(
        lambda: any("rating not asked" in line and ticket["id"] in line for line in log.read_text().splitlines()),
        what="the log says why nobody was asked",
    )
    assert await house.notifications["ratings"].count_documents({"tenant_id": project.id}) == 0

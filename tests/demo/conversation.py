"""The script: a link, consent, the menu, a ticket, an answer each way, the close, and a rating."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from services.notifications.domain.phrases import Phrase
from tests.demo.desk import DESCRIPTION, NAME, TYPE, Desk
from tests.demo.people import Customer
from tests.support.eventually import eventually

RATINGS = ["1", "2", "3", "4", "5"]
ASKED = {"en": "I was charged twice", "ru": "С меня списали деньги дважды"}
ANSWERED = {"en": "Which of the two may I give back to you?", "ru": "Какой из двух платежей вам вернуть?"}
CHOSEN = {"en": "The second one, please", "ru": "Второй, пожалуйста"}


class Conversation:
    """One customer and one agent; every step is waited for, and raises AssertionError where it is not seen."""

    def __init__(self, desk: Desk, customer: Customer) -> None:
        self._desk = desk
        self._customer = customer
        self._saw = desk.narrator.saw

    async def play(self) -> None:
        await self._subscribe()
        ticket = await self._open_ticket()
        await self._talk(ticket)
        await self._close(ticket)

    async def _subscribe(self) -> None:
        customer, words = self._customer, self._customer.words
        request = await self._desk.ask("POST", "/request", {"channel": customer.messenger})
        link = request["deeplinks"][customer.messenger]
        customer.narrator.did("the site", f"shows {link}")
        [payload] = parse_qs(urlsplit(link).query)["start"]
        await customer.start(payload)
        named = words(Phrase.CONSENT, project=f"{NAME}\n{DESCRIPTION}")
        await customer.sees(named, buttons=[words(Phrase.SUBSCRIBE), words(Phrase.CANCEL)])
        self._saw("the bot says who it is, and asks for consent")
        await customer.press(words(Phrase.SUBSCRIBE))
        menu = [words(Phrase.CREATE_TICKET), words(Phrase.MY_TICKETS)]
        await customer.sees(words(Phrase.SUBSCRIBED), words(Phrase.WELCOME), words(Phrase.MENU), buttons=menu)
        self._saw("the customer is subscribed and has the menu")
        path = f"/request/{request['request_id']}/status"
        await self._desk.sees(path, what="the site is told that the request is accepted", status="accepted")

    async def _open_ticket(self) -> dict[str, Any]:
        customer, words = self._customer, self._customer.words
        await customer.press(words(Phrase.CREATE_TICKET))
        await customer.sees(words(Phrase.CHOOSE_TYPE), buttons=[TYPE, words(Phrase.TO_MENU)])
        await customer.press(TYPE)
        await customer.sees(words(Phrase.WRITE_MESSAGE_OF, type=TYPE), buttons=[words(Phrase.TO_MENU)])
        self._saw("the type is chosen from the menu")
        await customer.write(ASKED[customer.language.value])
        ticket: dict[str, Any] = await eventually(self._opened, within=20, what="the ticket is opened")
        await customer.sees(words(Phrase.TICKET_OPENED, number=ticket["number"]))
        await self._desk.ask("GET", f"/tickets/{ticket['id']}")
        self._saw(f"ticket {ticket['number']} is open, of the type and the chat in which it was asked for")
        return ticket

    async def _opened(self) -> dict[str, Any]:
        ticket = await self._desk.newest_ticket()
        assert ticket, "there is none yet"
        assert ticket["channel"] == self._customer.messenger, ticket["channel"]
        assert ticket["chat_id"] == self._customer.chat_id, ticket["chat_id"]
        assert ticket["ticket_type_id"], ticket
        assert [said["text"] for said in ticket["messages"]] == [ASKED[self._customer.language.value]]
        return ticket

    async def _talk(self, ticket: dict[str, Any]) -> None:
        customer, language = self._customer, self._customer.language.value
        note = "Twice indeed: our mistake"
        await self._desk.ask("POST", f"/tickets/{ticket['id']}/reply", {"text": note, "internal": True})
        answer = await self._desk.ask("POST", f"/tickets/{ticket['id']}/reply", {"text": ANSWERED[language]})
        assert answer["delivery"]["status"] == "pending", answer
        await customer.sees(ANSWERED[language])
        self._saw("the agent's answer is in the chat, and the note is not")
        await eventually(lambda: self._delivered(ticket, answer), within=20, what="the answer shows as sent")
        self._saw("the answer's delivery shows as sent")
        await customer.write(CHOSEN[language])
        await eventually(lambda: self._came(ticket), within=20, what="the customer's answer is on the ticket")
        self._saw("the customer's answer is on the same ticket")
        assert note not in await self._whole_chat()

    async def _delivered(self, ticket: dict[str, Any], answer: dict[str, Any]) -> bool:
        said = (await self._desk.read(ticket))["messages"]
        return any(each["id"] == answer["id"] and each["delivery"]["status"] == "sent" for each in said)

    async def _came(self, ticket: dict[str, Any]) -> bool:
        last = (await self._desk.read(ticket))["messages"][-1]
        return (last["author_type"], last["text"]) == ("customer", CHOSEN[self._customer.language.value])

    async def _whole_chat(self) -> str:
        return "\n".join(line.text or "" for line in await self._customer.control.transcript(self._customer.chat_id))

    async def _close(self, ticket: dict[str, Any]) -> None:
        customer, words, number = self._customer, self._customer.words, ticket["number"]
        await self._desk.ask("PATCH", f"/tickets/{ticket['id']}/status", {"status": "closed"})
        await customer.sees(words(Phrase.CLOSED, number=number), words(Phrase.RATE, number=number), buttons=RATINGS)
        self._saw("the close is told, and a rating asked for")
        await customer.press("5")
        await customer.sees(words(Phrase.RATED, rating=5))
        self._saw("the customer is thanked, and the buttons are gone")
        await self._desk.sees(f"/tickets/{ticket['id']}", what="the ticket is rated", csat_rating=5, status="closed")

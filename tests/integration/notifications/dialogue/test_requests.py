"""A support request leads a stranger from a site into the chat, once, and says how that went."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from services.notifications.domain.phrases import Phrase
from shared.clock import utc_now
from shared.vocabulary import Channel
from tests.integration.notifications.dialogue.conftest import DESCRIPTION, PROJECT, Project, Words
from tests.integration.notifications.dialogue.customer import Customer
from tests.integration.notifications.dialogue.house import House
from tests.support.eventually import eventually
from tests.support.unknown import UNKNOWN_ID

OTHER = {Channel.TELEGRAM: Channel.MAX, Channel.MAX: Channel.TELEGRAM}
NAMED = f"{PROJECT}\n{DESCRIPTION}"


def payload_of(request: dict[str, Any]) -> str:
    """What the link brings to the bot."""
    [link] = request["deeplinks"].values()
    [payload] = parse_qs(urlsplit(link).query)["start"]
    return str(payload)


async def status_of(project: Project, request: dict[str, Any]) -> dict[str, Any]:
    answered: dict[str, Any] = await project.ask("GET", f"/request/{request['request_id']}/status")
    return answered


async def becomes(project: Project, request: dict[str, Any], status: str) -> dict[str, Any]:
    async def reached() -> dict[str, Any]:
        shown = await status_of(project, request)
        assert shown["status"] == status, shown
        return shown

    return await eventually(reached, what=f"the request is {status}")


async def expire(house: House, request: dict[str, Any]) -> None:
    over = {"$set": {"expires_at": utc_now() - timedelta(milliseconds=1)}}
    await house.notifications["requests"].update_one({"code": UUID(request["request_id"])}, over)


async def test_a_request_has_a_link_for_each_messenger_and_waits(project: Project) -> None:
    request = await project.ask("POST", "/request")
    assert set(request) == {"request_id", "status", "deeplinks", "expires_at"}
    assert request["status"] == "pending"
    code = UUID(request["request_id"])
    assert code.version == 4
    link = project.place.link(project.username, f"hr_{code.hex}")
    assert request["deeplinks"] == {project.place.kind: link}
    shown = await status_of(project, request)
    assert shown == {name: request[name] for name in ("request_id", "status", "expires_at")}


async def test_consent_subscribes_accepts_and_lands_in_the_ticket_of_the_chosen_type(
    project: Project, customer: Customer, words: Words
) -> None:
    type_id = await project.add_type("Billing")
    await project.set(helpdesk_welcome_message={"ru": "Рады вам", "en": "Glad to see you"})
    request = await project.ask("POST", "/request", {"channel": project.place.kind, "ticket_type_id": type_id})
    await customer.start(payload_of(request))
    await customer.sees(words(Phrase.CONSENT, project=NAMED))
    assert await customer.buttons() == [words(Phrase.SUBSCRIBE), words(Phrase.CANCEL)]
    assert (await status_of(project, request))["status"] == "pending"
    await customer.press(words(Phrase.SUBSCRIBE))
    glad = "Рады вам" if words.language == "ru" else "Glad to see you"
    await customer.sees(words(Phrase.SUBSCRIBED), glad, words(Phrase.WRITE_MESSAGE_OF, type="Billing"))
    accepted = await becomes(project, request, "accepted")
    assert UUID(accepted["subscriber_id"])
    await customer.write("I was charged twice")
    ticket = await project.one_ticket()
    assert ticket["ticket_type_id"] == type_id
    await customer.sees_last(words(Phrase.TICKET_OPENED, number=ticket["number"]))


async def test_a_second_press_subscribes_nobody_twice(project: Project, customer: Customer, words: Words) -> None:
    request = await project.ask("POST", "/request")
    await customer.start(payload_of(request))
    await customer.sees_last(words(Phrase.CONSENT, project=NAMED))
    data = f"ok:{UUID(request['request_id']).hex}"
    for _ in range(3):
        await customer.press(data, stale=True)
    await customer.sees(words(Phrase.SUBSCRIBED), words(Phrase.WELCOME), words(Phrase.MENU))
    await customer.acknowledged()
    await customer.sees(words(Phrase.SUBSCRIBED), words(Phrase.WELCOME), words(Phrase.MENU))
    first = await becomes(project, request, "accepted")
    await customer.write("/menu")
    await customer.sees_last(words(Phrase.MENU))
    assert await status_of(project, request) == first


async def test_cancel_cancels_and_writes_no_more(project: Project, customer: Customer, words: Words) -> None:
    request = await project.ask("POST", "/request")
    await customer.start(payload_of(request))
    await customer.sees_last(words(Phrase.CONSENT, project=NAMED))
    await customer.press(words(Phrase.CANCEL))
    await customer.sees(words(Phrase.DECLINED))
    cancelled = await becomes(project, request, "cancelled")
    assert "subscriber_id" not in cancelled
    assert await customer.buttons() == []
    await customer.start(payload_of(request))
    await customer.sees(words(Phrase.DECLINED), words(Phrase.LINK_OVER))


@pytest.mark.parametrize("way", ["{payload}", "/start {payload}", " {payload} "])
async def test_a_subscriber_is_not_asked_and_a_typed_code_is_as_good_as_a_link(
    project: Project, subscriber: Customer, words: Words, way: str
) -> None:
    request = await project.ask("POST", "/request")
    before = await subscriber.texts()
    await subscriber.write(way.format(payload=payload_of(request)))
    await becomes(project, request, "accepted")
    await subscriber.sees(*before, words(Phrase.MENU))
    await subscriber.start(payload_of(request))
    await subscriber.sees(*before, words(Phrase.MENU), words(Phrase.LINK_OVER), words(Phrase.MENU))
    assert await project.tickets() == []


async def test_an_expired_request_is_good_for_nothing_even_below_its_consent(
    house: House, project: Project, customer: Customer, words: Words
) -> None:
    request = await project.ask("POST", "/request")
    await customer.start(payload_of(request))
    await customer.sees_last(words(Phrase.CONSENT, project=NAMED))
    await expire(house, request)
    assert (await status_of(project, request))["status"] == "expired"
    await customer.press(words(Phrase.SUBSCRIBE))
    await customer.sees(words(Phrase.LINK_OVER))
    await customer.start(payload_of(request))
    await customer.sees(words(Phrase.LINK_OVER), words(Phrase.LINK_OVER))
    assert (await status_of(project, request))["status"] == "expired"


async def test_what_no_request_leads_to_is_said_to_be_over(
    house: House, project: Project, customer: Customer, words: Words
) -> None:
    wrong = await project.ask("POST", "/request")
    other_messenger = {"$set": {"channel": OTHER[project.place.kind]}}
    await house.notifications["requests"].update_one({"code": UUID(wrong["request_id"])}, other_messenger)
    await customer.start(f"hr_{UNKNOWN_ID.replace('-', '')}")
    await customer.sees(words(Phrase.LINK_OVER))
    await customer.start(payload_of(wrong))
    await customer.sees(words(Phrase.LINK_OVER), words(Phrase.LINK_OVER))
    assert (await status_of(project, wrong))["status"] == "pending"


async def test_writing_to_support_subscribes(project: Project, customer: Customer, words: Words) -> None:
    await customer.start()
    await customer.sees_last(words(Phrase.CONSENT, project=NAMED))
    await customer.write("Is anybody there?")
    ticket = await project.one_ticket()
    assert ticket["messages"][0]["text"] == "Is anybody there?"
    await customer.sees_last(words(Phrase.WELCOME))
    await customer.write("/menu")
    await customer.sees_last(words(Phrase.MENU))


@pytest.mark.parametrize(
    ("settings", "body", "status", "code"),
    [
        ({"helpdesk_enabled": False}, {}, 403, "helpdesk_disabled"),
        ({"helpdesk_allow_create": False}, {}, 403, "create_disabled"),
        ({}, {"ticket_type_id": UNKNOWN_ID}, 422, "validation_error"),
        ({}, {"channel": "virtual"}, 422, "validation_error"),
        ({}, {"channel": "other"}, 409, "no_channel"),
    ],
)
async def test_a_request_that_cannot_be_is_refused(
    project: Project, settings: dict[str, Any], body: dict[str, Any], status: int, code: str
) -> None:
    if settings:
        await project.set(**settings)
    if body.get("channel") == "other":
        body = {"channel": OTHER[project.place.kind]}
    answer = await project.admin.post("/request", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


async def test_a_request_is_found_by_its_own_tenant_alone(house: House, project: Project) -> None:
    request = await project.ask("POST", "/request")
    _, key = await house.make_tenant(name="Another")
    headers = {"Authorization": f"Bearer {key}"}
    for request_id in (request["request_id"], UNKNOWN_ID, "nonsense"):
        answer = await project.admin.get(f"/request/{request_id}/status", headers=headers)
        assert answer.status_code == 404
    refused = await project.admin.post("/request", headers=headers)
    assert refused.json()["error"]["code"] == "no_channel"

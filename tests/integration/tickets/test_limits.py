"""The limits of what a ticket takes, to the character, through the door."""

import json

import pytest

from tests.integration.tickets.desk import Desk, Json

LONGEST = {"subject": 255, "text": 65_536, "first_name": 255, "username": 255}
CONTROL = ["\x00", "\x1b", "\x7f", "\ud800"]


async def refused(desk: Desk, method: str, path: str, body: Json) -> list[str]:
    """The fields that the 422 names. Lone surrogates are sent as JSON writes them: escaped."""
    answer = await desk.ask(
        method, path, content=json.dumps(body).encode("ascii"), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422, answer.text
    return [detail["field"] for detail in answer.json()["error"]["details"]]


@pytest.mark.parametrize("field", LONGEST)
@pytest.mark.parametrize("character", ["x", "🎫"])
async def test_a_field_takes_as_much_as_it_may(desk: Desk, field: str, character: str) -> None:
    ticket = await desk.open(**{field: character * LONGEST[field]})
    assert ticket[field] == character * LONGEST[field]
    assert (await desk.get(f"/tickets/{ticket['id']}"))[field] == ticket[field]


@pytest.mark.parametrize("field", LONGEST)
async def test_one_character_more_is_refused(desk: Desk, field: str) -> None:
    body = {"text": "x", field: "x" * (LONGEST[field] + 1)}
    assert await refused(desk, "POST", "/tickets", body) == [field]
    assert (await desk.get("/tickets"))["tickets"] == []


async def test_a_subject_is_trimmed_before_it_is_measured(desk: Desk) -> None:
    assert (await desk.open(subject=f"  {'x' * 255}  "))["subject"] == "x" * 255
    assert await refused(desk, "POST", "/tickets", {"text": "x", "subject": "   "}) == ["subject"]


async def test_twenty_tags_of_sixty_four_fit_and_no_more(desk: Desk) -> None:
    tags = [f"{number:02}{'x' * 62}" for number in range(20)]
    ticket = await desk.open(tags=tags)
    assert ticket["tags"] == tags
    assert await refused(desk, "POST", "/tickets", {"text": "x", "tags": [*tags, "one more"]}) == ["tags"]
    assert await refused(desk, "POST", "/tickets", {"text": "x", "tags": ["x" * 65]}) == ["tags.0"]
    assert await refused(desk, "PATCH", f"/tickets/{ticket['id']}", {"tags": ["fine", ""]}) == ["tags.1"]
    more = {"ticket_ids": [ticket["id"]], "action": "add_tag", "value": "one more"}
    body = await desk.post("/tickets/bulk", more, status=200)
    assert (body["affected"], body["results"][0]["error"]["code"]) == (0, "validation_error")
    assert (await desk.get(f"/tickets/{ticket['id']}"))["tags"] == tags


@pytest.mark.parametrize("character", [*CONTROL, "\n", "\t"])
@pytest.mark.parametrize("field", ["subject", "first_name", "username", "tags"])
async def test_names_have_no_control_characters(desk: Desk, field: str, character: str) -> None:
    wrong = f"a{character}b"
    named = await refused(desk, "POST", "/tickets", {"text": "x", field: [wrong] if field == "tags" else wrong})
    assert named == ["tags.0" if field == "tags" else field]


@pytest.mark.parametrize("character", CONTROL)
@pytest.mark.parametrize("path", ["/tickets", "/tickets/{id}/reply", "/tickets/{id}/customer-reply"])
async def test_texts_have_no_control_characters_but_tabs_and_line_breaks(desk: Desk, path: str, character: str) -> None:
    ticket = await desk.open(text="a\tb\r\nc\nd")
    assert ticket["text"] == "a\tb\r\nc\nd"
    assert await refused(desk, "POST", path.format(id=ticket["id"]), {"text": f"a{character}b"}) == ["text"]
    assert len((await desk.get(f"/tickets/{ticket['id']}"))["messages"]) == 1


@pytest.mark.parametrize("chat_id", [-(2**63), -1001234567890, 2**63 - 1])
async def test_a_chats_id_may_be_any_of_64_bits(desk: Desk, chat_id: int) -> None:
    ticket = await desk.open(channel="telegram", chat_id=chat_id)
    assert (await desk.get(f"/tickets/{ticket['id']}"))["chat_id"] == chat_id

"""What reaches a customer: replies with their files, closing words; and what never does."""

import base64
from typing import Any

from services.notifications.domain.language import Language
from services.notifications.domain.phrases import Phrase
from shared.vocabulary import Channel
from tests.e2e.messengers.conftest import Case, Line
from tests.support.eventually import eventually
from tests.support.fake_messenger.faults import FaultKind
from tests.support.fake_messenger.shapes import FaultShape, PersonShape

SENT = ("sent", None)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
UPLOADS = {Channel.TELEGRAM: "sendDocument", Channel.MAX: "POST /uploads"}
CLOSING = {"helpdesk_close_message": {"ru": "Пока!", "en": "Bye!"}}


def attached(name: str, content: bytes, content_type: str) -> dict[str, str]:
    return {"name": name, "content_type": content_type, "content_base64": base64.b64encode(content).decode()}


async def shown(case: Case) -> list[str | None]:
    """The bot's messages as the customer sees them: texts, and files by their sizes."""
    messages = [each for each in await case.line.platform.transcript(case.chat_id) if each.author == "bot"]
    seen: list[str | None] = []
    for each in messages:
        files: list[Any] = getattr(each, "files", None) or [getattr(each, "file", None)]
        seen += [f"{file.size} bytes" for file in files if file] or [each.text]
    return seen


async def test_a_replys_files_follow_its_text(line: Line) -> None:
    case = await line.open()
    files = [attached("plan.pdf", b"%PDF-1.7", "application/pdf"), attached("photo.png", PNG, "image/png")]
    assert await case.settled(await case.reply("See both", attachments=files)) == SENT
    assert await shown(case) == ["See both", "8 bytes", "48 bytes"]


async def test_a_file_that_the_platform_does_not_take_is_told_and_the_rest_arrives(line: Line) -> None:
    case = await line.open()
    too_large = FaultShape(
        kind=FaultKind.REFUSED, code=413, description="Request Entity Too Large: no", method=UPLOADS[line.kind]
    )
    await line.platform.script(too_large)
    files = [attached("a.zip", b"PK__", "application/zip"), attached("b.txt", b"words", "text/plain")]
    reply = await case.reply("Two files", attachments=files)
    assert await case.settled(reply) == ("failed", "file_too_large: a.zip")
    assert await shown(case) == ["Two files", "5 bytes"]


async def test_an_agents_close_is_told_in_the_tenants_words(line: Line) -> None:
    case = await line.open()
    await set_up(line, CLOSING)
    await case.reply("Done")
    await case.close()
    await case.comes_to_say("Done", "Bye!")


async def test_a_close_is_told_in_the_customers_language_or_the_one_that_there_is(line: Line) -> None:
    case = await line.open()
    await line.platform.start(case.chat_id, person=PersonShape(language_code="ru"))
    await eventually(case.says, what="the bot has answered in Russian")
    await set_up(line, CLOSING)
    await case.close()
    await comes_last(case, "Пока!")
    await set_up(line, {"helpdesk_close_message": {"ru": "", "en": "Bye!"}})
    await reopen_and_close(case)
    await comes_last(case, "Bye!")


async def test_without_the_tenants_words_the_bot_has_its_own(line: Line) -> None:
    case = await line.open()
    number = (await line.admin.get(f"/tickets/{case.ticket_id}")).json()["number"]
    await case.close()
    await case.comes_to_say(Phrase.CLOSED.words(Language.EN, number=number))


async def test_a_merge_and_a_note_are_told_to_nobody(line: Line) -> None:
    source, target = await line.open(), await line.open()
    await source.line.post(f"/tickets/{source.ticket_id}/reply", text="Between us", internal=True)
    merged = await line.admin.post(f"/tickets/{source.ticket_id}/merge", json={"into": target.ticket_id})
    assert merged.status_code < 300, merged.text
    assert await target.settled(await target.reply("To both")) == SENT
    assert (await source.says(), await target.says()) == ([], ["To both"])


async def reopen_and_close(case: Case) -> None:
    opened = await case.line.admin.patch(f"/tickets/{case.ticket_id}/status", json={"status": "in_progress"})
    assert opened.status_code == 200, opened.text
    await case.close()


async def comes_last(case: Case, text: str) -> None:
    async def said() -> bool:
        assert (await case.says())[-1] == text
        return True

    await eventually(said, within=15)


async def set_up(line: Line, settings: dict[str, Any]) -> None:
    answer = await line.admin.put("/settings", json={"csat_enabled": False, **settings})
    assert answer.status_code == 200, answer.text

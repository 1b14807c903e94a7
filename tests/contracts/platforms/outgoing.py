"""What the customer sees of what a bot does."""

from uuid import uuid4

import pytest

from services.notifications.domain.bot import Account
from services.notifications.domain.content import OutgoingFile
from services.notifications.domain.refusals import Permanent
from tests.contracts.platforms.calls import LABELS, ROWS, refused, send
from tests.contracts.platforms.ground import Ground

LITERAL = "1 < 2 & <b>*not bold*</b> _nor_ [this](x) `or` \\that 🙂"
TEXT = OutgoingFile(uuid4(), "отчёт.txt", "text/plain", 5)
IMAGE = OutgoingFile(uuid4(), "small.png", "image/png", 12)
PNG = b"\x89PNG\r\n\x1a\n...."


class Outgoing:
    """What the customer sees of what the bot does."""

    async def test_a_text_arrives_as_it_is_with_its_buttons(self, ground: Ground) -> None:
        await ground.start()
        await ground.platform.send(ground.token, chat_id=ground.chat_id, text=LITERAL, rows=ROWS)
        [shown] = await ground.shown()
        assert (shown.text, shown.labels) == (LITERAL, LABELS)

    async def test_the_longest_text_is_taken_and_a_longer_one_is_not(self, ground: Ground) -> None:
        await ground.start()
        longest = "🙂" * (ground.platform.text_limit // 2)
        await send(ground, longest)
        assert isinstance(await refused(lambda: send(ground, longest + "🙂")), Permanent)
        assert [shown.text for shown in await ground.shown()] == [longest]

    async def test_an_edit_puts_new_words_and_takes_the_buttons_away(self, ground: Ground) -> None:
        await ground.start()
        name = await ground.platform.send(ground.token, chat_id=ground.chat_id, text="Rate us", rows=ROWS)
        for _ in range(2):
            await ground.platform.edit(ground.token, chat_id=ground.chat_id, message_id=name, text="Thanks")
        [shown] = await ground.shown()
        assert (shown.text, shown.labels) == ("Thanks", [])
        await ground.platform.edit(ground.token, chat_id=ground.chat_id, message_id=name, text="Again", rows=ROWS)
        [shown] = await ground.shown()
        assert (shown.text, shown.labels) == ("Again", LABELS)

    @pytest.mark.parametrize(("file", "content"), [(TEXT, b"words"), (IMAGE, PNG), (IMAGE, b"no image")])
    async def test_a_file_arrives(self, ground: Ground, file: OutgoingFile, content: bytes) -> None:
        await ground.start()
        await ground.platform.send_file(ground.token, chat_id=ground.chat_id, file=file, content=content)
        [shown] = await ground.shown()
        assert shown.file == file.name

    async def test_a_press_is_acknowledged_and_one_too_late_does_no_harm(self, ground: Ground) -> None:
        await ground.start()
        await ground.platform.send(ground.token, chat_id=ground.chat_id, text="?", rows=ROWS)
        await ground.press("Yes")
        [_, update] = await ground.next_updates()
        press = ground.platform.read(update)
        assert press
        assert await ground.waiting_presses() == 1
        for press_id in (press.press_id, press.press_id, "777"):
            await ground.platform.acknowledge(ground.token, press_id=str(press_id), text="Noted")
        assert await ground.waiting_presses() == 0
        assert await ground.notices() == ["Noted"]

    async def test_a_press_is_acknowledged_without_a_word_too(self, ground: Ground) -> None:
        await ground.start()
        await ground.platform.send(ground.token, chat_id=ground.chat_id, text="?", rows=ROWS)
        await ground.press("Yes")
        [_, update] = await ground.next_updates()
        press = ground.platform.read(update)
        assert press
        await ground.platform.acknowledge(ground.token, press_id=str(press.press_id), text="")
        assert await ground.waiting_presses() == 0

    async def test_a_link_names_the_bot_and_brings_the_payload(self, ground: Ground) -> None:
        account = await ground.platform.identify(ground.token)
        assert account.username == ground.username
        link = ground.platform.link(account, payload="hr_Ab-9")
        assert link.endswith(f"/{ground.username}?start=hr_Ab-9")
        assert ground.platform.link(Account(5, None, "Desk"), payload="x").endswith("/5?start=x")

    async def test_a_webhook_is_set_seen_moved_and_taken_away(self, ground: Ground) -> None:
        for url in ("https://desk.example/hooks/1", "https://desk.example/hooks/2"):
            await ground.platform.set_webhook(ground.token, url=url, secret="s" * 32)
            assert (await ground.platform.webhook(ground.token)).url == url
        await ground.platform.delete_webhook(ground.token)
        assert (await ground.platform.webhook(ground.token)).url is None

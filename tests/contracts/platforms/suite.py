"""The suite that every adapter passes: what goes out, what comes in, and what refusals become."""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest

from services.notifications.domain.bot import Account
from services.notifications.domain.content import Button, OutgoingFile
from services.notifications.domain.inbound import Deed
from services.notifications.domain.refusals import (
    AuthFailed,
    Blocked,
    ChatNotFound,
    Permanent,
    PlatformError,
    RateLimited,
    Temporary,
    TooLarge,
    UnknownIfDone,
)
from tests.contracts.platforms.ground import Ground, Trouble

ROWS = ((Button("Yes", "yes:1"), Button("No", "no:1")), (Button("Меню", "menu"),))
LABELS = [["Yes", "No"], ["Меню"]]
LITERAL = "1 < 2 & <b>*not bold*</b> _nor_ [this](x) `or` \\that 🙂"
TEXT = OutgoingFile(uuid4(), "отчёт.txt", "text/plain", 5)
IMAGE = OutgoingFile(uuid4(), "small.png", "image/png", 12)
PNG = b"\x89PNG\r\n\x1a\n...."

KINDS = {
    Trouble.LIMITED: RateLimited,
    Trouble.FORBIDDEN: Blocked,
    Trouble.WRONG: Permanent,
    Trouble.NO_CHAT: ChatNotFound,
    Trouble.UNKNOWN_TOKEN: AuthFailed,
    Trouble.BROKEN: Temporary,
    Trouble.BAD_GATEWAY: Temporary,
    Trouble.SILENT_BEFORE: UnknownIfDone,
    Trouble.SILENT_AFTER: UnknownIfDone,
    Trouble.AWAY: Temporary,
}


async def refused(call: Callable[[], Awaitable[object]]) -> PlatformError:
    """How a call is refused."""
    with pytest.raises(PlatformError) as caught:
        await call()
    return caught.value


async def send(ground: Ground, text: str = "Hello", *, chat_id: int | None = None) -> str:
    return await ground.platform.send(ground.token, chat_id=chat_id or ground.chat_id, text=text)


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


class Incoming:
    """What customers do, in words that all platforms share."""

    async def test_a_start_brings_what_the_link_had(self, ground: Ground) -> None:
        await ground.start("hr_0123456789abcdef")
        started = await ground.next_deed()
        assert started
        assert (started.deed, started.chat_id) == (Deed.START, ground.chat_id)
        assert (started.payload, started.text) == ("hr_0123456789abcdef", "")
        assert started.sender.first_name == "Customer"

    async def test_a_start_without_a_link_has_no_payload(self, ground: Ground) -> None:
        await ground.start()
        started = await ground.next_deed()
        assert started
        assert (started.deed, started.payload) == (Deed.START, None)

    async def test_words_and_their_edit_name_the_same_message(self, ground: Ground) -> None:
        await ground.start()
        name = await ground.write("My printer burns")
        await ground.edit(name, "My printer burned")
        _, written, edited = [ground.platform.read(update) for update in await ground.next_updates()]
        assert written
        assert edited
        assert (written.deed, written.text, written.message_id) == (Deed.MESSAGE, "My printer burns", name)
        assert (edited.deed, edited.text, edited.message_id) == (Deed.EDIT, "My printer burned", name)
        assert {written.chat_id, edited.chat_id} == {ground.chat_id}
        assert written.sender.platform_id == edited.sender.platform_id

    async def test_a_press_says_what_was_pressed_and_where(self, ground: Ground) -> None:
        await ground.start()
        name = await ground.platform.send(ground.token, chat_id=ground.chat_id, text="?", rows=ROWS)
        await ground.press("No")
        [_, update] = await ground.next_updates()
        pressed = ground.platform.read(update)
        assert pressed
        assert (pressed.deed, pressed.payload, pressed.message_id) == (Deed.PRESS, "no:1", name)
        assert pressed.press_id
        assert pressed.chat_id == ground.chat_id

    async def test_a_file_is_fetched_and_no_more_of_it_than_was_wanted(self, ground: Ground) -> None:
        await ground.start()
        await ground.attach("invoice.txt", content=b"12 roubles")
        [_, update] = await ground.next_updates()
        sent = ground.platform.read(update)
        assert sent
        [file] = sent.files
        assert (sent.deed, file.name, file.content_type) == (Deed.MESSAGE, "invoice.txt", "text/plain")
        assert file.reference not in repr(sent)
        assert await ground.platform.fetch(ground.token, file, limit=10) == b"12 roubles"
        assert isinstance(await refused(lambda: ground.platform.fetch(ground.token, file, limit=9)), TooLarge)

    async def test_a_file_that_is_larger_than_it_says_is_left_alone(self, ground: Ground) -> None:
        await ground.start()
        await ground.attach("big.txt", content=b"x" * 1000, size=1)
        [_, update] = await ground.next_updates()
        sent = ground.platform.read(update)
        assert sent
        [file] = sent.files
        assert isinstance(await refused(lambda: ground.platform.fetch(ground.token, file, limit=999)), TooLarge)

    async def test_what_cannot_be_shown_is_named(self, ground: Ground) -> None:
        await ground.start()
        await ground.send_sticker()
        [_, update] = await ground.next_updates()
        sent = ground.platform.read(update)
        assert sent
        assert (sent.deed, sent.text, sent.files, sent.unsupported) == (Deed.MESSAGE, "", (), "sticker")

    async def test_a_block_and_a_return_are_told(self, ground: Ground) -> None:
        await ground.start()
        await ground.block()
        blocked = await refused(lambda: send(ground))
        await ground.come_back()
        await send(ground, "Welcome back")
        deeds = [ground.platform.read(update) for update in await ground.next_updates()]
        names = [deed.deed for deed in deeds if deed]
        assert isinstance(blocked, Blocked)
        assert Deed.BLOCKED in names
        assert names[-1] in (Deed.RETURNED, Deed.START)

    async def test_deeds_have_keys_of_their_own_and_a_repeated_one_has_the_same(self, ground: Ground) -> None:
        await ground.start()
        await ground.platform.send(ground.token, chat_id=ground.chat_id, text="?", rows=ROWS)
        name = await ground.write("One")
        await ground.edit(name, "Two")
        await ground.press("Yes")
        await ground.press("No")
        await ground.block()
        updates = await ground.next_updates()
        keys = [[deed.key for update in updates if (deed := ground.platform.read(update))] for _ in range(2)]
        assert keys[0] == keys[1]
        assert len(set(keys[0])) == len(keys[0]) >= 6

    @pytest.mark.parametrize("garbage", [b"", b"no json", b"[]", b"{}", b"7", b'{"update_id": "x"}', b"\xff\xfe"])
    async def test_what_is_no_update_is_refused(self, ground: Ground, garbage: bytes) -> None:
        with pytest.raises(ValueError):  # noqa: PT011 - the words are the parser's own
            ground.platform.read(garbage)

    async def test_only_the_right_secret_is_trusted(self, ground: Ground) -> None:
        header, secret = ground.secret_header, "s3cret-of-the-webhook"
        assert ground.platform.trusted({header: secret}, secret=secret)
        for wrong in ({}, {header: ""}, {header: secret[:-1]}, {header: secret + "x"}, {header: "сикрет"}):
            assert not ground.platform.trusted(wrong, secret=secret)
        assert not ground.platform.trusted({header: ""}, secret="")


class Refusals:
    """Every trouble becomes what can be done about it."""

    @pytest.mark.parametrize("trouble", list(Trouble))
    async def test_a_message_that_was_refused(self, ground: Ground, trouble: Trouble) -> None:
        await ground.start()
        await ground.suffer(trouble)
        refusal = await refused(lambda: send(ground))
        assert type(refusal) is KINDS[trouble]
        assert ground.token not in refusal.reason
        if isinstance(refusal, RateLimited):
            assert refusal.retry_after_seconds == 17

    @pytest.mark.parametrize("trouble", [Trouble.SILENT_BEFORE, Trouble.SILENT_AFTER])
    async def test_nobody_saw_whether_it_was_sent(self, ground: Ground, trouble: Trouble) -> None:
        await ground.start()
        await ground.suffer(trouble)
        assert isinstance(await refused(lambda: send(ground)), UnknownIfDone)
        assert len(await ground.shown()) == (1 if trouble is Trouble.SILENT_AFTER else 0)

    @pytest.mark.parametrize("trouble", [Trouble.SILENT_BEFORE, Trouble.SILENT_AFTER, Trouble.BROKEN, Trouble.AWAY])
    async def test_an_edit_can_be_repeated(self, ground: Ground, trouble: Trouble) -> None:
        await ground.start()
        name, platform = await send(ground), ground.platform
        await ground.suffer(trouble)
        refusal = await refused(
            lambda: ground.platform.edit(ground.token, chat_id=ground.chat_id, message_id=name, text="New")
        )
        assert type(refusal) is Temporary
        await platform.edit(ground.token, chat_id=ground.chat_id, message_id=name, text="New")
        assert [shown.text for shown in await ground.shown()] == ["New"]

    async def test_a_chat_that_was_never_opened(self, ground: Ground) -> None:
        assert isinstance(await refused(lambda: send(ground, chat_id=424242)), ChatNotFound)

    async def test_a_token_that_nobody_has(self, ground: Ground) -> None:
        for token in ("1:AAnobody", "no bot's token", "", "a\nb", "1:а"):
            with pytest.raises(AuthFailed):
                await ground.platform.identify(token)


class PlatformSuite(Outgoing, Incoming, Refusals):
    """All of it."""

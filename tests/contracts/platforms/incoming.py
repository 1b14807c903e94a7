"""What customers do, as adapters read it."""

import pytest

from services.notifications.domain.inbound import Deed
from services.notifications.domain.refusals import Blocked, TooLarge
from tests.contracts.platforms.calls import ROWS, refused, send
from tests.contracts.platforms.ground import Ground


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

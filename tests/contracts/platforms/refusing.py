"""What each trouble of a platform becomes."""

import pytest

from services.notifications.domain.refusals import (
    AuthFailed,
    Blocked,
    ChatNotFound,
    Permanent,
    RateLimited,
    Temporary,
    UnknownIfDone,
)
from tests.contracts.platforms.calls import refused, send
from tests.contracts.platforms.ground import Ground, Trouble

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

"""Every way in which a platform can fail to take a reply, and what the ticket then shows of it."""

import asyncio
from dataclasses import dataclass

import pytest

from shared.vocabulary import Channel
from tests.e2e.messengers.conftest import Case, Line
from tests.support.eventually import eventually
from tests.support.fake_messenger.faults import FaultKind
from tests.support.fake_messenger.shapes import FaultShape

SENT = ("sent", None)
UNKNOWN = ("failed", "unknown_if_sent")
BLOCKED = ("failed", "blocked")


@dataclass(frozen=True)
class Row:
    """What the platform does to a reply once (nothing where the chat is not known to it), and the outcome."""

    kind: FaultKind | None
    outcome: tuple[str, str | None]
    arrives: bool
    code: int = 400
    description: str = ""
    retry_after_seconds: int = 0
    calls: int = 1

    async def befall(self, line: Line, *, chat_id: int) -> None:
        if self.kind is None:
            return
        fault = FaultShape(
            kind=self.kind,
            method=line.sends,
            chat_id=chat_id,
            code=self.code,
            description=self.description,
            retry_after_seconds=self.retry_after_seconds,
        )
        await line.platform.script(fault)


def refused(code: int, description: str, *, outcome: tuple[str, str | None]) -> Row:
    return Row(FaultKind.REFUSED, outcome, arrives=False, code=code, description=description)


BOTH = {
    "500": Row(FaultKind.SERVER_ERROR, SENT, arrives=True, calls=2),
    "502": Row(FaultKind.BAD_GATEWAY, SENT, arrives=True, calls=2),
    "timeout before": Row(FaultKind.TIMEOUT_BEFORE, UNKNOWN, arrives=False),
    "timeout after": Row(FaultKind.TIMEOUT_AFTER, UNKNOWN, arrives=True),
    "429": Row(FaultKind.RATE_LIMITED, SENT, arrives=True, retry_after_seconds=2, calls=2),
    "chat not found": Row(None, ("failed", "chat_not_found"), arrives=False),
}
ROWS = {
    Channel.TELEGRAM: {
        **BOTH,
        "blocked": refused(403, "Forbidden: bot was blocked by the user", outcome=BLOCKED),
        "deactivated": refused(403, "Forbidden: user is deactivated", outcome=BLOCKED),
        "never started": refused(403, "Forbidden: bot can't initiate conversation with a user", outcome=BLOCKED),
        "peer": refused(400, "Bad Request: PEER_ID_INVALID", outcome=("failed", "chat_not_found")),
        "markup": refused(
            400,
            "Bad Request: can't parse entities: unclosed tag",
            outcome=("failed", "rejected: Bad Request: can't parse entities: unclosed tag"),
        ),
    },
    Channel.MAX: {
        **BOTH,
        "429 without a time": Row(FaultKind.RATE_LIMITED, SENT, arrives=True, calls=2),
        "suspended": refused(403, "chat.denied: error.dialog.suspended", outcome=BLOCKED),
        "denied": refused(403, "access.denied: no", outcome=BLOCKED),
        "gone": refused(404, "chat.not.found: no", outcome=("failed", "chat_not_found")),
        "503": Row(FaultKind.REFUSED, SENT, arrives=True, code=503, description="service.unavailable: no", calls=2),
        "payload": refused(400, "proto.payload: wrong", outcome=("failed", "rejected: proto.payload: wrong")),
    },
}
UNAUTHORIZED = {Channel.TELEGRAM: "Unauthorized", Channel.MAX: "verify.token: Invalid access_token"}


async def test_each_row_of_the_table_has_its_outcome_on_the_ticket(line: Line) -> None:
    rows = ROWS[line.kind]
    cases = {name: await line.open(known=row.kind is not None) for name, row in rows.items()}
    seen = dict(
        zip(rows, await asyncio.gather(*(through(cases[name], row) for name, row in rows.items())), strict=True)
    )
    wanted = {name: (row.outcome, [name] if row.arrives else []) for name, row in rows.items()}
    assert seen == {name: (*wanted[name], row.calls) for name, row in rows.items()}


async def through(case: Case, row: Row) -> tuple[tuple[str, str | None], list[str], int]:
    """The outcome of one reply to which the row happens; what the chat then says; how often it was tried."""
    await row.befall(case.line, chat_id=case.chat_id)
    name = next(name for name, each in ROWS[case.line.kind].items() if each is row)
    outcome = await case.settled(await case.reply(name))
    calls = await case.line.platform.calls(case.line.sends, chat_id=case.chat_id)
    return outcome, await case.says(), len(calls)


async def test_a_token_that_is_no_longer_good_disables_the_channel_and_says_so(line: Line) -> None:
    case = await line.open()
    description = UNAUTHORIZED[line.kind]
    await line.platform.script(
        FaultShape(kind=FaultKind.REFUSED, code=401, description=description, method=line.sends, count=2)
    )
    lost = [await case.settled(await case.reply(text)) for text in ("One", "Two")]
    assert lost == [("failed", "channel_disabled")] * 2
    assert len(await line.platform.calls(line.sends)) == 1, "the second is not even tried"
    channel = (await line.admin.get(f"/channels/{line.channel_id}")).json()
    assert channel["status"] == "disabled"
    assert channel["last_error"].split(":")[0] in description


async def test_a_customer_who_blocked_the_bot_is_left_alone_until_they_are_back(line: Line) -> None:
    case = await line.open()
    assert await case.settled(await case.reply("Hello")) == SENT
    await line.platform.block(case.chat_id)
    assert await case.settled(await case.reply("Lost")) == BLOCKED
    asked = len(await line.platform.calls(line.sends, chat_id=case.chat_id))
    assert await case.settled(await case.reply("Lost too")) == BLOCKED
    assert len(await line.platform.calls(line.sends, chat_id=case.chat_id)) == asked, "the platform was not asked again"
    await line.returns(case.chat_id)
    await eventually(lambda: arrives(case, "Welcome back"), within=20, what="they are written to again")
    assert not {"Lost", "Lost too"} & set(await case.says())


async def arrives(case: Case, text: str) -> bool:
    return await case.settled(await case.reply(text)) == SENT


@pytest.mark.parametrize("text", ["<b>bold</b> & *stars* _under_ [x](y) `code` \\ ~ #1 mail@x.y", "Привет 👋🏽"])
async def test_no_character_of_a_reply_means_anything(line: Line, text: str) -> None:
    case = await line.open()
    assert await case.settled(await case.reply(text)) == SENT
    assert await case.says() == [text]

"""What a ticket says of what no text can show."""

import pytest

from services.notifications.domain.inbound import Deed, Inbound, InboundFile, Sender
from services.notifications.domain.language import Language
from services.notifications.domain.notices import UNSUPPORTED, as_told
from shared.clock import utc_now

FILES = (InboundFile("1", "a.txt", "text/plain", 5), InboundFile("2", "b.txt", "text/plain", 5))


def inbound(text: str = "", *, files: tuple[InboundFile, ...] = (), unsupported: str | None = None) -> Inbound:
    return Inbound(
        deed=Deed.MESSAGE,
        key="1",
        chat_id=1,
        sender=Sender(1),
        at=utc_now(),
        text=text,
        files=files,
        unsupported=unsupported,
    )


@pytest.mark.parametrize(
    ("came", "refused", "told"),
    [
        (inbound("Hello"), (), "Hello"),
        (inbound("Look", files=FILES), (), "Look"),
        (inbound("Look", files=FILES), ("b.txt",), "Look\n[a file was not accepted: b.txt]"),
        (inbound(files=FILES), (), "[file: a.txt]\n[file: b.txt]"),
        (inbound(files=FILES[:1]), ("a.txt",), "[a file was not accepted: a.txt]"),
        (inbound(unsupported="sticker"), (), "[a sticker]"),
        (inbound("Here", unsupported="venue"), (), "Here\n[a venue]"),
        (inbound(unsupported="hologram"), (), "[a message that cannot be shown: hologram]"),
        (inbound("  \n"), (), "[an empty message]"),
    ],
)
def test_nothing_that_came_is_passed_over_in_silence(came: Inbound, refused: tuple[str, ...], told: str) -> None:
    assert as_told(came, refused=refused, language=Language.EN) == told


def test_each_kind_has_words_of_its_own_in_each_language() -> None:
    for language in Language:
        assert all(as_told(inbound(unsupported=kind), language=language) for kind in UNSUPPORTED)
    assert as_told(inbound(unsupported="voice"), language=Language.RU) == "[голосовое сообщение]"

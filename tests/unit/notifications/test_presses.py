"""What a button carries is read back as it was meant, and nothing else is read at all."""

import pytest

from services.notifications.domain.content import Button
from services.notifications.domain.presses import (
    Decline,
    MyTickets,
    NewTicket,
    OneTicket,
    Press,
    Rate,
    ReplyTo,
    ShowMenu,
    Subscribe,
    data_of,
    read_press,
)
from shared.ids import new_id

ID = new_id()


@pytest.mark.parametrize(
    ("press", "data"),
    [
        (ShowMenu(), "menu"),
        (NewTicket(), "new"),
        (NewTicket(ID), f"new:{ID.hex}"),
        (MyTickets(), "mine"),
        (OneTicket(ID), f"t:{ID.hex}"),
        (ReplyTo(ID), f"re:{ID.hex}"),
        (Subscribe(), "ok"),
        (Subscribe(ID), f"ok:{ID.hex}"),
        (Decline(), "no"),
        (Decline(ID), f"no:{ID.hex}"),
        (Rate(ID, 5), f"csat:{ID}:5"),
    ],
    ids=lambda each: type(each).__name__ if not isinstance(each, str) else "",
)
def test_a_press_fits_into_a_button_and_is_read_back(press: Press, data: str) -> None:
    assert Button("Press", data_of(press)).data == data
    assert read_press(data) == press


@pytest.mark.parametrize(
    "data",
    [
        None, "", "menu:", "menu:1", "MENU", " menu", "new:", "new:1", "t", "t:zz", "ok:1:2", "unknown", "csat",
        f"csat:{ID}", f"csat:{ID}:0", f"csat:{ID}:6", f"csat:{ID}:٥", f"csat:{ID}:05", f"csat:{ID.hex}:5",
        f"csat:{ID}:5:5", f"t:{ID}", f"t:{ID.hex}".upper(), f"new:{{{ID.hex}}}", f"hr_{ID.hex}",
    ],
    ids=range(24),
)  # fmt: skip
def test_anything_else_is_no_press(data: str | None) -> None:
    assert read_press(data) is None


@pytest.mark.parametrize("rating", [-1, 0, 6, 10])
def test_a_rating_is_from_one_to_five(rating: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 5"):
        Rate(ID, rating)

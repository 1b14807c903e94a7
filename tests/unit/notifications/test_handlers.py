"""What notifications hears is what its queue is bound to."""

from typing import cast

from services.notifications.consumers.handlers import handlers
from services.notifications.usecases.ports import Ports
from shared.events.registry import SUBSCRIPTIONS


def test_the_queue_is_bound_to_what_is_handled_and_a_note_is_not() -> None:
    handled = {event.TYPE for event in handlers(cast(Ports, None))}
    assert handled == {event.TYPE for event in SUBSCRIPTIONS["notifications"]}
    assert "ticket.noted" not in handled

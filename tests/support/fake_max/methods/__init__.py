"""The methods of the Bot API by verb and path."""

from .account import get_me
from .answers import answer_press
from .call import Call, Method
from .messages import edit_message, send_message
from .polling import get_updates
from .subscriptions import get_subscriptions, subscribe, unsubscribe
from .uploads import ask_for_place

METHODS: dict[tuple[str, str], Method] = {
    ("GET", "/me"): get_me,
    ("POST", "/messages"): send_message,
    ("PUT", "/messages"): edit_message,
    ("POST", "/answers"): answer_press,
    ("GET", "/subscriptions"): get_subscriptions,
    ("POST", "/subscriptions"): subscribe,
    ("DELETE", "/subscriptions"): unsubscribe,
    ("GET", "/updates"): get_updates,
    ("POST", "/uploads"): ask_for_place,
}
PACED = frozenset({"POST /messages", "POST /answers"})

__all__ = ["METHODS", "PACED", "Call", "Method"]

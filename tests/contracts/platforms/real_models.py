"""Other people's models of what the messengers send: those of aiogram and maxapi, and nothing else of these packages.

They take seconds to import, so that only what needs them does, when it runs.
"""

from typing import Any

from aiogram.types import File, Message, Update, User, WebhookInfo
from maxapi.methods.types.getted_subscriptions import GettedSubscriptions
from maxapi.methods.types.sended_message import SendedMessage
from maxapi.types.updates import UpdateUnionAdapter
from maxapi.types.users import User as MaxUser

ANSWERS = {
    "telegram": {"getMe": User, "sendMessage": Message, "getFile": File, "getWebhookInfo": WebhookInfo},
    "max": {"GET /me": MaxUser, "POST /messages": SendedMessage, "GET /subscriptions": GettedSubscriptions},
}


def check_update(platform: str, update: dict[str, Any]) -> str:
    """The kind of an update. Raises a ValidationError, or an AssertionError for a field that the real ones have not."""
    if platform == "max":
        return str(UpdateUnionAdapter.validate_python(update).update_type.value)
    taken = Update.model_validate(update)
    assert not taken.event.model_extra, taken.event.model_extra
    return taken.event_type


def check_answer(platform: str, method: str, answer: Any) -> None:
    """Raises a ValidationError where the answer of a method has not the real shape."""
    ANSWERS[platform][method].model_validate(answer)

"""The methods of the Bot API by their lower-case names."""

from .account import get_me, send_chat_action, set_my_commands
from .call import Call, Described, Method
from .callbacks import answer_callback_query
from .editing import edit_message_reply_markup, edit_message_text
from .files import get_file
from .polling import get_updates
from .sending import send_document, send_message, send_photo
from .webhook import delete_webhook, get_webhook_info, set_webhook

METHODS: dict[str, Method] = {
    "getme": get_me,
    "setmycommands": set_my_commands,
    "sendchataction": send_chat_action,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "getupdates": get_updates,
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "senddocument": send_document,
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_message_reply_markup,
    "answercallbackquery": answer_callback_query,
    "getfile": get_file,
}
PACED = frozenset({"sendmessage", "sendphoto", "senddocument", "editmessagetext", "editmessagereplymarkup"})

__all__ = ["METHODS", "PACED", "Call", "Described", "Method"]

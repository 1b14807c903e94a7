"""reply_markup: read it, and refuse the keyboards that the platform refuses."""

from urllib.parse import urlsplit

from .nouns import JsonObject, Keyboard
from .parameters import Parameters
from .refusals import bad_request
from .rules import MAX_CALLBACK_DATA_BYTES

ACTIONS = ("url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
           "copy_text", "callback_game", "pay")  # fmt: skip
OTHER_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")
STYLES = ("danger", "success", "primary")


def read_keyboard(parameters: Parameters, *, inline_only: bool = False) -> Keyboard:
    """The inline keyboard, [] when there is none; other markups are accepted for a new message and not shown."""
    if "reply_markup" not in parameters.values or parameters.values["reply_markup"] == "":
        return []
    markup = parameters.nested("reply_markup", what="reply keyboard markup")
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if inline_only and any(name in markup for name in OTHER_MARKUPS):
            raise bad_request("inline keyboard expected")
        return []
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    return [[_button(button) for button in row] for row in rows if row]


def _button(button: object) -> JsonObject:
    problem = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(problem + "InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(problem + 'Can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if not any(action in button for action in ACTIONS):
        raise bad_request(problem + "Text buttons are unallowed in the inline keyboard")
    if button.get("style", STYLES[0]) not in STYLES:
        raise bad_request(problem + "invalid button style specified")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= MAX_CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(str(button["url"]))
    return dict(button)


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https") and "." not in (parts.hostname or ""):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if parts.scheme not in ("http", "https", "tg", "ton"):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")

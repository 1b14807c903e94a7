"""NewMessageBody: read it, and refuse what the platform refuses."""

from dataclasses import dataclass, replace

from .bot import Bot
from .nouns import Content, JsonObject, Keyboard, StoredFile
from .refusals import NOT_READY, Refusal, wrong
from .rules import MAX_ATTACHMENTS, MAX_BUTTONS, MAX_IN_ROW, MAX_LABEL, MAX_PAYLOAD, MAX_ROWS, MAX_TEXT

BUTTONS = ("callback", "link", "request_contact", "request_geo_location", "open_app", "message", "chat", "clipboard")
ALONE = ("file", "audio", "contact")


@dataclass(frozen=True)
class Wish:
    """What a bot wants a message to say; `keeps` is where an edit names no attachments and so keeps those there are."""

    content: Content
    keyboard: Keyboard
    keeps: bool

    def over(self, content: Content, keyboard: Keyboard) -> tuple[Content, Keyboard]:
        """The message after the edit: without attachments of its own it keeps those, without a text that."""
        text = content.text if self.content.text is None else self.content.text
        if self.keeps:
            return replace(content, text=text), keyboard
        return replace(self.content, text=text), self.keyboard


def read_body(bot: Bot, body: JsonObject, *, new: bool) -> Wish:
    """The wish of a body; a `new` message must say something."""
    text, attachments = body.get("text"), body.get("attachments")
    if text is not None and not isinstance(text, str):
        raise wrong("text: must be a string")
    if text is not None and len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_TEXT:
        raise wrong(f"text: size must be between 0 and {MAX_TEXT}")
    if attachments is not None and not isinstance(attachments, list):
        raise wrong("attachments: must be an array")
    listed: list[JsonObject] = attachments or []
    keyboards = [one for one in listed if one.get("type") == "inline_keyboard"]
    others = [one for one in listed if one.get("type") != "inline_keyboard"]
    if len(listed) > MAX_ATTACHMENTS or len(keyboards) > 1:
        raise wrong("attachments: too many")
    if len(others) > 1 and any(one.get("type") in ALONE for one in others):
        raise wrong("attachments: a file stands alone")
    if new and not ((text or "").strip() or others):
        raise wrong("text: must not be empty")
    content = Content(text, tuple(_file(bot, one) for one in others))
    return Wish(content, _keyboard(keyboards[0]) if keyboards else [], keeps=attachments is None)


def _file(bot: Bot, attachment: JsonObject) -> StoredFile:
    token = str(_payload(attachment).get("token"))
    file = bot.files.get(token)
    if file is None or file.kind != attachment.get("type"):
        raise wrong("attachments: no such token")
    if bot.not_ready.get(token, 0) > 0:
        bot.not_ready[token] -= 1
        raise Refusal(400, NOT_READY, "Key: errors.process.attachment.file.not.processed")
    return file


def _keyboard(attachment: JsonObject) -> Keyboard:
    rows = _payload(attachment).get("buttons")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise wrong("buttons: must be an array of arrays")
    if not 0 < len(rows) <= MAX_ROWS or any(len(row) > MAX_IN_ROW for row in rows):
        raise wrong("buttons: too many in a row, or too many rows")
    buttons = [button for row in rows for button in row]
    if not buttons or len(buttons) > MAX_BUTTONS:
        raise wrong("buttons: none, or too many")
    for button in buttons:
        _check(button)
    return [[dict(button) for button in row] for row in rows]


def _check(button: object) -> None:
    if not isinstance(button, dict) or button.get("type") not in BUTTONS:
        raise wrong("buttons: unknown type")
    if not 1 <= len(str(button.get("text") or "")) <= MAX_LABEL:
        raise wrong(f"text: size must be between 1 and {MAX_LABEL}")
    if button["type"] == "callback" and not 1 <= len(str(button.get("payload") or "")) <= MAX_PAYLOAD:
        raise wrong(f"payload: size must be between 1 and {MAX_PAYLOAD}")


def _payload(attachment: JsonObject) -> JsonObject:
    payload = attachment.get("payload")
    if not isinstance(payload, dict):
        raise wrong("attachments: no payload")
    return payload

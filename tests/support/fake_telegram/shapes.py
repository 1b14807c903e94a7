"""The bodies of the control API, for the server and its client alike."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from tests.support.fake_messenger.shapes import FaultShape as FaultShape
from tests.support.fake_messenger.shapes import PersonShape as PersonShape
from tests.support.fake_messenger.shapes import Shape


class BotShape(Shape):
    """A registered bot."""

    token: Annotated[str, Field(pattern=r"^\d+:[^/]+$", max_length=80)]
    id: int
    username: str
    first_name: str


class Start(Shape):
    """Press Start, perhaps through a deep link with a payload."""

    payload: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,64}$")] = ""
    person: PersonShape = PersonShape()


class Write(Shape):
    """Write a message; `reply_to` 0 replies to none."""

    text: Annotated[str, Field(min_length=1, max_length=4096)]
    reply_to: int = 0


class Attach(Shape):
    """Send a file (its `size` in bytes may claim more than the content has), or something that is none."""

    kind: Literal["photo", "document", "voice", "audio", "video", "video_note", "sticker", "contact", "location"] = (
        "document"
    )
    name: str = "file.bin"
    mime_type: str = "application/octet-stream"
    content_base64: str = ""
    size: int | None = None
    caption: str = ""


class EditText(Shape):
    """Change a message that the customer wrote."""

    message_id: int
    text: str


class PressButton(Shape):
    """Press a button by its data or label; without `message_id` on the newest message that shows it."""

    data: str
    message_id: int | None = None
    stale: bool = False
    expired: bool = False


class ButtonView(BaseModel):
    """A button as the customer sees it."""

    text: str
    callback_data: str | None = None
    url: str | None = None


class VersionView(BaseModel):
    """What a message said before an edit."""

    text: str | None
    keyboard: list[list[ButtonView]]


class FileView(BaseModel):
    """A file of a message; `size` in bytes."""

    kind: str
    file_id: str
    name: str
    mime_type: str
    size: int


class MessageView(BaseModel):
    """One message of a chat: what it says now, and the versions before, oldest first."""

    bot_id: int
    message_id: int
    author: Literal["bot", "customer"]
    text: str | None
    entities: list[dict[str, object]]
    keyboard: list[list[ButtonView]]
    file: FileView | None
    reply_to: int | None
    date: int
    earlier: list[VersionView]


class PressView(BaseModel):
    """A button press and how the bot answered it."""

    id: str
    bot_id: int
    message_id: int
    data: str
    answered: bool
    answer_text: str | None
    show_alert: bool


class RuleChanges(Shape):
    """The rules to change; None leaves one as it is."""

    local: bool | None = None
    know_everyone: bool | None = None
    pacing: bool | None = None
    retry_seconds: float | None = None
    answer_seconds: float | None = None
    press_seconds: float | None = None

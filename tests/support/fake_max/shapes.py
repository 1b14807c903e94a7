"""The bodies of the control API, for the server and its client alike."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from tests.support.fake_messenger.shapes import FaultShape as FaultShape
from tests.support.fake_messenger.shapes import PersonShape as PersonShape
from tests.support.fake_messenger.shapes import Shape


class BotShape(Shape):
    """A registered bot."""

    token: Annotated[str, Field(min_length=1, max_length=255)]
    id: int
    username: str
    first_name: str


class Start(Shape):
    """Press Start, perhaps through a deep link with a payload."""

    payload: Annotated[str, Field(max_length=128)] = ""
    person: PersonShape = PersonShape()


class Write(Shape):
    """Write a message."""

    text: Annotated[str, Field(min_length=1, max_length=4000)]


class Attach(Shape):
    """Send a file (its `size` in bytes may claim more than the content has), or something that is none."""

    kind: Literal["image", "file", "audio", "video", "sticker", "contact", "location"] = "file"
    name: str = "file.bin"
    content_base64: str = ""
    size: int | None = None
    caption: str = ""


class EditText(Shape):
    """Change a message that the customer wrote."""

    message_id: str
    text: str


class PressButton(Shape):
    """Press a button by its payload or label; without `message_id` on the newest message that shows it."""

    data: str
    message_id: str | None = None
    stale: bool = False


class ButtonView(BaseModel):
    """A button as the customer sees it."""

    type: str
    text: str
    payload: str | None = None
    url: str | None = None


class VersionView(BaseModel):
    """What a message said before an edit."""

    text: str | None
    keyboard: list[list[ButtonView]]


class FileView(BaseModel):
    """A file of a message; `size` in bytes."""

    kind: str
    name: str
    size: int


class MessageView(BaseModel):
    """One message of a dialog: what it says now, and the versions before, oldest first."""

    bot_id: int
    message_id: str
    author: Literal["bot", "customer"]
    text: str | None
    keyboard: list[list[ButtonView]]
    files: list[FileView]
    earlier: list[VersionView]


class PressView(BaseModel):
    """A button press and how the bot answered it."""

    id: str
    bot_id: int
    message_id: str
    data: str
    answered: bool
    answer_text: str | None


class RuleChanges(Shape):
    """The rules to change; None leaves one as it is."""

    local: bool | None = None
    know_everyone: bool | None = None
    pacing: bool | None = None
    not_ready: int | None = None
    starts_again: bool | None = None
    retry_seconds: float | None = None
    answer_seconds: float | None = None

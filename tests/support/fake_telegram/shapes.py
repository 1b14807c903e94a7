"""The bodies of the control API, for the server and its client alike."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from .faults import FaultKind


class Shape(BaseModel):
    """A body whose unknown fields are an error, so that a misspelt wish is not silently lost."""

    model_config = ConfigDict(extra="forbid")


class BotShape(Shape):
    """A registered bot."""

    token: Annotated[str, Field(pattern=r"^\d+:[^/]+$", max_length=80)]
    id: int
    username: str
    first_name: str


class PersonShape(Shape):
    """How a customer is called."""

    first_name: str = "Customer"
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


class Start(Shape):
    """Press Start, perhaps through a deep link with a payload."""

    payload: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,64}$")] = ""
    person: PersonShape = PersonShape()


class Write(Shape):
    """Write a message; `reply_to` 0 replies to none."""

    text: Annotated[str, Field(min_length=1, max_length=4096)]
    reply_to: int = 0


class Attach(Shape):
    """Send a file; `size` in bytes may claim more than the content has."""

    kind: Literal["photo", "document"] = "document"
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


class FaultShape(Shape):
    """A fault for the next `count` calls that match; see `faults.Fault`."""

    kind: FaultKind
    count: Annotated[int, Field(ge=1)] = 1
    method: str = ""
    chat_id: int | None = None
    bot_id: int | None = None
    retry_after_seconds: int = 1
    hold_seconds: float = 0.0
    code: int = 400
    description: str = "Bad Request"


class CallView(BaseModel):
    """One call that the server received."""

    method: str
    bot_id: int | None
    chat_id: str
    parameters: dict[str, object]
    http_method: str
    content_type: str
    at: float
    status: int
    description: str | None


class DeliveryView(BaseModel):
    """One attempt to hand an update to a webhook."""

    bot_id: int
    update_id: int
    attempt: int
    url: str
    status: int | None
    error: str | None
    update: dict[str, object]
    at: float


class RuleChanges(Shape):
    """The rules to change; None leaves one as it is."""

    local: bool | None = None
    know_everyone: bool | None = None
    pacing: bool | None = None
    retry_seconds: float | None = None
    answer_seconds: float | None = None
    press_seconds: float | None = None

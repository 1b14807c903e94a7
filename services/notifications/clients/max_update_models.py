"""What we read of MAX's updates; kinds and fields that nobody asked for are left to it."""

from pydantic import BaseModel


class User(BaseModel):
    """`name` is what older servers call a person by."""

    user_id: int
    is_bot: bool = False
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    name: str | None = None


class Payload(BaseModel):
    """Of an attachment: where its file is, if it is one."""

    url: str | None = None


class Attachment(BaseModel):
    """A file's name and size in bytes are told of some kinds only."""

    type: str
    payload: Payload | None = None
    filename: str | None = None
    size: int | None = None


class Body(BaseModel):
    mid: str | None = None
    text: str | None = None
    attachments: list[Attachment] | None = None


class Recipient(BaseModel):
    """`user_id` is of who receives it: the bot, where a customer writes."""

    chat_id: int | None = None
    chat_type: str | None = None


class Link(BaseModel):
    """What a message passes on, or replies to."""

    type: str
    message: Body | None = None


class Message(BaseModel):
    """Times are unix milliseconds."""

    sender: User | None = None
    recipient: Recipient
    timestamp: int | None = None
    body: Body | None = None
    link: Link | None = None


class Callback(BaseModel):
    """A press; `callback_id` may be the same for another press of the same keyboard."""

    callback_id: str
    timestamp: int
    payload: str | None = None
    user: User


class Update(BaseModel):
    """One of the kinds; each has the fields of its own."""

    update_type: str
    timestamp: int
    chat_id: int | None = None
    user: User | None = None
    user_locale: str | None = None
    payload: str | None = None
    message: Message | None = None
    callback: Callback | None = None

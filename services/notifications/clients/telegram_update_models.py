"""What we read of Telegram's updates; kinds and fields that nobody asked for are left to it."""

from pydantic import BaseModel, Field


class User(BaseModel):
    id: int
    is_bot: bool = False
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


class Chat(BaseModel):
    id: int
    type: str

    @property
    def private(self) -> bool:
        return self.type == "private"


class Media(BaseModel):
    """Any kind of file; sizes in bytes. Photos come in several widths."""

    file_id: str
    file_name: str | None = None
    mime_type: str | None = None
    file_size: int | None = None
    width: int = 0


class Message(BaseModel):
    """`from` is missing where nobody wrote it; times are unix seconds."""

    message_id: int
    date: int
    edit_date: int | None = None
    chat: Chat
    sender: User | None = Field(None, alias="from")
    text: str | None = None
    caption: str | None = None
    photo: list[Media] = []
    document: Media | None = None
    voice: Media | None = None
    audio: Media | None = None
    video: Media | None = None
    video_note: Media | None = None
    sticker: object = None
    contact: object = None
    venue: object = None
    location: object = None
    poll: object = None
    dice: object = None
    story: object = None
    game: object = None
    paid_media: object = None
    checklist: object = None


class Pressed(BaseModel):
    """The message whose button was pressed, of which only this is known when it is old."""

    message_id: int
    chat: Chat


class CallbackQuery(BaseModel):
    """`message` is missing for one that was sent through another chat."""

    id: str
    sender: User = Field(alias="from")
    message: Pressed | None = None
    data: str | None = None


class Member(BaseModel):
    status: str


class Membership(BaseModel):
    """The bot is blocked (`kicked`) or taken back (`member`)."""

    chat: Chat
    sender: User = Field(alias="from")
    date: int
    new_chat_member: Member


class Update(BaseModel):
    """At most one of the kinds is there."""

    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: CallbackQuery | None = None
    my_chat_member: Membership | None = None

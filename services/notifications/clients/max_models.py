"""What we read of MAX's answers; fields that come and go are left to it."""

from pydantic import BaseModel


class Failure(BaseModel):
    """The body of a refusal."""

    code: str = ""
    message: str = ""

    @property
    def reason(self) -> str:
        return ": ".join(word for word in (self.code, self.message) if word)


class Done(BaseModel):
    """The answer of an action, which can say no with a status that says yes; `message` is why, where it is a text."""

    success: bool = True
    message: object = None


class Me(BaseModel):
    """The bot itself; `name` is what older servers call it by."""

    user_id: int
    username: str | None = None
    first_name: str | None = None
    name: str | None = None


class SentBody(BaseModel):
    mid: str


class SentMessage(BaseModel):
    body: SentBody


class Sent(BaseModel):
    """A message that stands in the chat."""

    message: SentMessage


class Subscription(BaseModel):
    """Where updates go; `time` is of when it was made, in unix milliseconds."""

    url: str
    time: int = 0


class Subscriptions(BaseModel):
    subscriptions: list[Subscription] = []


class UploadPlace(BaseModel):
    """Where a file is to be brought; some kinds have their token from here."""

    url: str
    token: str | None = None


class Token(BaseModel):
    token: str


class Uploaded(BaseModel):
    """What a file is sent by: an image's token is one of its photos'."""

    token: str | None = None
    photos: dict[str, Token] = {}

    def name(self) -> str | None:
        return self.token or next((photo.token for photo in self.photos.values()), None)


class Polled(BaseModel):
    updates: list[dict[str, object]] = []
    marker: int | None = None

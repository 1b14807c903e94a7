"""What we read of Telegram's answers; fields that come and go are left to it."""

from typing import Any

from pydantic import BaseModel, Field


class Parameters(BaseModel):
    """Beside some refusals."""

    retry_after: int | None = Field(None, ge=0, description="Seconds.")


class Answer(BaseModel):
    """The envelope of every answer."""

    ok: bool
    result: Any = None
    description: str | None = None
    parameters: Parameters = Parameters()


class Me(BaseModel):
    """The bot itself."""

    id: int
    username: str | None = None
    first_name: str


class Sent(BaseModel):
    """A message that stands in the chat."""

    message_id: int


class FileInfo(BaseModel):
    """Where a file can be fetched."""

    file_path: str
    file_size: int | None = None


class WebhookInfo(BaseModel):
    """Where updates go; an empty `url` is none. Times are unix seconds."""

    url: str = ""
    pending_update_count: int = 0
    last_error_date: int | None = None
    last_error_message: str | None = None

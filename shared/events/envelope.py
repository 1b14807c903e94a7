"""The envelope of every event: CloudEvents 1.0 in structured JSON mode."""

from datetime import datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from shared.clock import utc_now
from shared.ids import new_id
from shared.log import current_request_id
from shared.trace import current_traceparent
from shared.vocabulary import ActorType


def rfc3339(at: datetime) -> str:
    """UTC with milliseconds and `Z`, the one way in which the product writes a time."""
    return at.isoformat(timespec="milliseconds")[:23] + "Z"


Time = Annotated[datetime, PlainSerializer(rfc3339, return_type=str, when_used="json")]


class Contract(BaseModel):
    """Base of all that travels in an event: frozen, and blind to fields that a newer version added."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def trusted(cls, **values: Any) -> Self:
        """One made of values that are known to be right, every field among them: a tenth of the library's time."""
        made = cls.__new__(cls)
        object.__setattr__(made, "__dict__", values)
        object.__setattr__(made, "__pydantic_fields_set__", set(values))
        object.__setattr__(made, "__pydantic_extra__", None)
        object.__setattr__(made, "__pydantic_private__", None)
        return made


class Actor(Contract):
    """Who caused an event."""

    type: ActorType
    id: UUID | None = None
    name: str | None = None


class Event(Contract):
    """One fact on the bus. Subclasses fix `TYPE`, `SOURCE` and the model of `data`.

    `sequence` counts the events about one ticket, one by one; an event about no ticket has none.
    """

    TYPE: ClassVar[str]
    SOURCE: ClassVar[str]

    specversion: str = "1.0"
    id: UUID = Field(default_factory=new_id)
    source: str = ""
    type: str = ""
    subject: str
    time: Time = Field(default_factory=utc_now)
    datacontenttype: str = "application/json"
    dataschema: str = ""
    tenantid: UUID
    sequence: str | None = None
    requestid: str | None = Field(default_factory=current_request_id)
    traceparent: str | None = Field(default_factory=current_traceparent)

    def model_post_init(self, _context: object) -> None:
        """An event knows its own type: nobody who makes one has to repeat it."""
        if not self.type:
            object.__setattr__(self, "type", self.TYPE)
            object.__setattr__(self, "source", self.SOURCE)
            object.__setattr__(self, "dataschema", self.schema_name())

    @classmethod
    @cache
    def schema_name(cls) -> str:
        """The schema that its data follow; the number is another one only when a change is not additive."""
        return f"/schemas/{cls.TYPE}/1"

    @property
    def also(self) -> tuple[str, ...]:
        """Routing keys that it has beside its type, for queues that want only some events of a type."""
        return ()

    def to_json(self) -> bytes:
        """The bytes that go on the bus; fields that are absent are left out of the envelope, not of the data."""
        return self.__pydantic_serializer__.to_json(self, exclude=self._absent())

    def _absent(self) -> set[str]:
        return {name for name in ("sequence", "requestid", "traceparent") if getattr(self, name) is None}

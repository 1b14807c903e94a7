"""The parameters of one call, whichever body form they came in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from .refusals import bad_request


@dataclass(frozen=True)
class Upload:
    """A file part of a multipart body."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True)
class Parameters:
    """Values by name. A value is text when it came from a form or a query, and any JSON value from a JSON body."""

    values: Mapping[str, object]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The value as text, "" when it is absent."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, *, default: int = 0) -> int:
        """The value as a whole number; what is not one counts as `default`, as the platform has it."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Whether the value is one of the spellings of true."""
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def nested(self, name: str, *, what: str) -> object:
        """The object or array of a parameter: itself in a JSON body, JSON text in a form. None when it is absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            parsed: object = json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None
        return parsed

    def shown(self) -> dict[str, object]:
        """All parameters for the record of calls; a file is named with its size in bytes."""
        files = {name: {"file_name": part.name, "size": len(part.content)} for name, part in self.uploads.items()}
        return {**self.values, **files}

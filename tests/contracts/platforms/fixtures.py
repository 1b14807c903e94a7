"""Updates as the messengers send them, each with what it is read as."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.notifications.domain.inbound import Inbound

UPDATES = Path(__file__).parent / "updates"


@dataclass(frozen=True)
class Fixture:
    """`read` holds the fields that matter here, or is None where nothing is read; a file is reference, name, content
    type and size."""

    name: str
    update: dict[str, Any]
    read: dict[str, Any] | None

    @property
    def body(self) -> bytes:
        return json.dumps(self.update).encode()


def fixtures(platform: str) -> list[Fixture]:
    """Those of a messenger."""
    return [Fixture(**row) for row in json.loads((UPDATES / f"{platform}.json").read_text())]


def told(inbound: Inbound, fields: list[str]) -> dict[str, Any]:
    """Fields of a deed in the form that fixtures have."""
    files = [[file.reference, file.name, file.content_type, file.size] for file in inbound.files]
    return {field: files if field == "files" else getattr(inbound, field) for field in fields}

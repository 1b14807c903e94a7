"""What a body says of a change: only what is given changes, and null takes away only what may be empty."""

from typing import Any

from pydantic import BaseModel, Field


class Changes(BaseModel):
    """Base of such a body: a field that may be empty is `X | None = None`, any other is `X = kept()`."""

    def given(self) -> dict[str, Any]:
        """The fields that the body has, by name."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def kept() -> Any:
    """The default of a field that stays as it is where the body does not have it; null is refused as a wrong value is.

    The API document shows none: a client that sent defaults would change everything.
    """
    return Field(default_factory=lambda: None)

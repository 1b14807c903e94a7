"""Field types that several surfaces' bodies share, with the limits that hold everywhere."""

import unicodedata
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints


def no_control_characters(text: str) -> str:
    """Refuses control characters and lone surrogates, which no name needs and logs and terminals trip over."""
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise ValueError("must not contain control characters")
    return text


def only_tab_and_line_breaks(text: str) -> str:
    """Of all control characters, a text may have tab, line feed and carriage return."""
    if any(unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\n\r" for character in text):
        raise ValueError("must not contain control characters other than tab and line breaks")
    return text


def in_utc(at: datetime) -> datetime:
    """The same moment in UTC, which is also what a time without a zone is in."""
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:
        raise ValueError("is beyond the calendar in UTC") from None


# What the validators above look for, as the API document can say it.
SAID_OF_NAMES = Field(
    json_schema_extra={"pattern": r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"}
)
SAID_OF_TEXTS = Field(json_schema_extra={"pattern": r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"})

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=255),
    AfterValidator(no_control_characters),
    SAID_OF_NAMES,
]
Subject = Name
Tag = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=64),
    AfterValidator(no_control_characters),
    SAID_OF_NAMES,
]
Text = Annotated[
    str, StringConstraints(min_length=1, max_length=65_536), AfterValidator(only_tab_and_line_breaks), SAID_OF_TEXTS
]
# What a list is to be searched for; blank is no search.
SearchText = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=255), AfterValidator(no_control_characters)
]

Tags = Annotated[list[Tag], Field(max_length=20), AfterValidator(lambda tags: list(dict.fromkeys(tags)))]
At = Annotated[datetime, AfterValidator(in_utc)]
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$"),
    AfterValidator(no_control_characters),
]

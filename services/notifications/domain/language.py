"""The languages in which the bot speaks."""

from enum import StrEnum


class Language(StrEnum):
    RU = "ru"
    EN = "en"


def language_of(tag: str | None) -> Language:
    """Russian for a tag that begins with `ru` (`ru`, `ru-RU`), English for any other and for none."""
    return Language.RU if tag is not None and tag.lower().startswith(Language.RU) else Language.EN

"""One text in every language of the bot."""

from dataclasses import dataclass
from string import Formatter

from services.notifications.domain.language import Language


@dataclass(frozen=True, slots=True)
class Spoken:
    """Refuses to exist with a language missing, or with other gaps to fill in one than in the other."""

    ru: str
    en: str

    def __post_init__(self) -> None:
        if not self.ru.strip() or not self.en.strip():
            raise ValueError(f"a language is missing: {self}")
        if _gaps(self.ru) != _gaps(self.en):
            raise ValueError(f"the languages have not the same gaps: {self}")

    def words(self, language: Language, **filled: object) -> str:
        """The text with its gaps filled; what is filled in is taken as it is."""
        return (self.ru if language is Language.RU else self.en).format(**filled)


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

"""A customer before their telephone, on any messenger that is imitated."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from services.notifications.domain.language import Language
from services.notifications.domain.phrases import Phrase
from tests.demo.narrator import Narrator
from tests.support.eventually import eventually
from tests.support.fake_messenger.shapes import PersonShape

SEEN_WITHIN_SECONDS = 20.0


class Button(Protocol):
    @property
    def text(self) -> str: ...


class Line(Protocol):
    """A message as it stands now."""

    @property
    def message_id(self) -> int | str: ...

    @property
    def author(self) -> str: ...

    @property
    def text(self) -> str | None: ...

    @property
    def keyboard(self) -> Sequence[Sequence[Button]]: ...


class Messenger(Protocol):
    """What the control doors of all imitations can do."""

    async def start(self, chat_id: int, *, payload: str = "", person: PersonShape | None = None) -> object: ...

    async def write(self, chat_id: int, *, text: str) -> object: ...

    async def press(self, chat_id: int, *, data: str) -> object: ...

    async def transcript(self, chat_id: int) -> Sequence[Line]: ...


@dataclass
class Customer:
    """What they do, and what the bot writes to them, is told as it happens."""

    name: str
    messenger: str
    control: Messenger
    chat_id: int
    language: Language
    narrator: Narrator
    _told: dict[int | str, str] = field(default_factory=dict)

    def words(self, phrase: Phrase, **filled: object) -> str:
        """The bot's words in the customer's language."""
        return phrase.words(self.language, **filled)

    async def start(self, payload: str) -> None:
        self.narrator.did(self.name, "opens the bot by the link and presses Start")
        person = PersonShape(first_name=self.name, language_code=self.language.value)
        await self.control.start(self.chat_id, payload=payload, person=person)

    async def write(self, text: str) -> None:
        self.narrator.wrote(self.name, text)
        await self.control.write(self.chat_id, text=text)

    async def press(self, label: str) -> None:
        self.narrator.did(self.name, f"presses [{label}]")
        await self.control.press(self.chat_id, data=label)

    async def sees(self, *texts: str, buttons: Sequence[str] = ()) -> None:
        """Return once each of these stands in the chat, and the newest message has exactly these buttons.

        Raises AssertionError where that takes more than 20 seconds.
        """

        async def seen() -> bool:
            said = await self._said()
            assert all(any(text in (line.text or "") for line in said) for text in texts), [line.text for line in said]
            assert _labels(said[-1]) == list(buttons), _labels(said[-1])
            return True

        try:
            await eventually(seen, within=SEEN_WITHIN_SECONDS, what=f"{self.name} sees {texts}")
        finally:
            await self._tell()

    async def _said(self) -> list[Line]:
        return [line for line in await self.control.transcript(self.chat_id) if line.author == "bot"]

    async def _tell(self) -> None:
        """What is new in the chat, or says something else now."""
        for line in await self._said():
            if self._told.get(line.message_id) == line.text:
                continue
            changed = " (edited)" if line.message_id in self._told else ""
            rows = [[button.text for button in row] for row in line.keyboard]
            self.narrator.wrote(f"bot{changed}", line.text or "", buttons=rows)
            self._told[line.message_id] = line.text or ""


def _labels(line: Line) -> list[str]:
    return [button.text for row in line.keyboard for button in row]

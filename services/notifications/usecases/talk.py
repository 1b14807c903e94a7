"""One deed of a customer and the bot's answers to it."""

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Asked, Chat
from services.notifications.domain.content import Content
from services.notifications.domain.inbound import Inbound
from services.notifications.domain.incoming import Incoming
from services.notifications.domain.language import Language
from services.notifications.domain.outgoing import Purpose
from services.notifications.domain.phrases import Phrase
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.say import say


class Talk:
    """Every answer is said once and in its order, however often the deed is seen to."""

    def __init__(self, ports: Ports, inbound: Inbound, *, bot: Bot, chat: Chat, incoming: Incoming) -> None:
        self.ports = ports
        self.inbound = inbound
        self.bot = bot
        self.chat = chat
        self.incoming = incoming
        self.language = Language(chat.language or Language.EN)
        self._answers = 0

    def words(self, phrase: Phrase, **filled: object) -> str:
        """A phrase in the customer's language."""
        return phrase.words(self.language, **filled)

    async def say(self, content: Content | Phrase) -> None:
        """A new message at the end of the chat."""
        await self._answer(content, purpose=Purpose.TALK, edits=None)

    async def put(self, content: Content | Phrase) -> None:
        """In the place of the message whose button was pressed, buttons and all, so that no second press does more."""
        edits = self.inbound.message_id
        await self._answer(content, purpose=Purpose.EDIT if edits else Purpose.TALK, edits=edits)

    async def expect(self, asked: Asked | None) -> None:
        """What the customer's next message is for; None: for the agents, as any other."""
        if asked != self.chat.asked:
            await self.ports.dialogues.ask(self.chat, asked)

    async def _answer(self, content: Content | Phrase, *, purpose: Purpose, edits: str | None) -> None:
        self._answers += 1
        said = Content(self.words(content)) if isinstance(content, Phrase) else content
        await say(
            self.ports,
            said,
            bot=self.bot,
            chat=self.chat,
            origin=self.incoming.id,
            nth=self._answers,
            purpose=purpose,
            edits=edits,
        )

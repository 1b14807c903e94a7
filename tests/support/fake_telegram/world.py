"""All bots and customers of one running server, and who may write to whom."""

from dataclasses import dataclass, field, replace

from tests.support.fake_messenger.faults import Faults
from tests.support.fake_messenger.journal import Journal

from .bot import Bot
from .nouns import Chat, Customer, Reach
from .pacing import Pacing
from .refusals import BLOCKED, DEACTIVATED, NOT_FOUND, UNAUTHORIZED, Refusal, bad_request
from .rules import Rules


@dataclass
class World:
    """The state of the imitation; nothing of it outlives the process."""

    first_rules: Rules
    rules: Rules = field(init=False)
    bots: dict[str, Bot] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)
    faults: Faults = field(default_factory=Faults)
    journal: Journal = field(default_factory=Journal)
    pacing: Pacing = field(default_factory=Pacing)

    def __post_init__(self) -> None:
        self.rules = self.first_rules

    def register(self, *, token: str, bot_id: int, username: str, first_name: str) -> Bot:
        """Make a bot, or rename the one that has this token."""
        bot = self.bots.setdefault(token, Bot(token, bot_id, username, first_name))
        bot.username, bot.first_name = username, first_name
        return bot

    def bot_by_token(self, token: str) -> Bot:
        """The bot of a token: 404 for what cannot be a token, 401 for one that nobody has."""
        if not token.partition(":")[0].isdecimal() or not token.partition(":")[2]:
            raise Refusal(404, NOT_FOUND)
        if token not in self.bots:
            raise Refusal(401, UNAUTHORIZED)
        return self.bots[token]

    def reachable_chat(self, bot: Bot, *, chat_id: str) -> Chat:
        """The chat that a bot may write to: 400 for one that never started the bot, 403 for one that blocked it."""
        if not chat_id.strip():
            raise bad_request("chat_id is empty")
        chat = self.chat_of(bot, chat_id=int(chat_id)) if chat_id.strip().isdecimal() else None
        if chat is None:
            raise bad_request("chat not found")
        if chat.reach is Reach.BLOCKED:
            raise Refusal(403, BLOCKED)
        if chat.reach is Reach.DEACTIVATED:
            raise Refusal(403, DEACTIVATED)
        return chat

    def chat_of(self, bot: Bot, *, chat_id: int) -> Chat | None:
        """The chat of a bot with a customer, opened at once for a customer who counts as known."""
        if chat_id not in bot.chats and chat_id > 0 and (self.rules.know_everyone or chat_id in self.known):
            bot.open_chat(Customer(chat_id))
        return bot.chats.get(chat_id)

    def change_rules(self, **changes: object) -> None:
        """Replace some rules; pacing starts afresh."""
        self.rules = replace(self.rules, **changes)  # type: ignore[arg-type]  # the control API's model checked them
        self.pacing = Pacing()

    def reset(self) -> None:
        """Forget everything and return to the rules of the start."""
        self.rules = self.first_rules
        self.bots.clear()
        self.known.clear()
        self.faults, self.journal, self.pacing = Faults(), Journal(), Pacing()

"""All bots and people of one running server, and who may write to whom."""

from dataclasses import dataclass, field, replace

from tests.support.fake_messenger.faults import Faults
from tests.support.fake_messenger.journal import Journal

from .bot import Bot
from .nouns import PERSON_OFFSET, Dialog, Person
from .pacing import Pacing
from .refusals import NO_SUCH_CHAT, SUSPENDED, UNAUTHORIZED, Refusal, wrong
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
        """The bot of a raw token, without any word before it."""
        if token not in self.bots:
            raise Refusal(*UNAUTHORIZED)
        return self.bots[token]

    def reachable(self, bot: Bot, *, chat_id: str | None, user_id: str | None) -> Dialog:
        """The dialog that a bot may write to: 404 for one that is not there, 403 for one where the bot was stopped."""
        named = chat_id or user_id
        if named is None or not named.removeprefix("-").isdecimal():
            raise wrong("chat_id or user_id is required")
        dialog = self.dialog_of(bot, chat_id=int(named)) if chat_id else bot.dialog_with(int(named))
        if dialog is None:
            raise Refusal(*NO_SUCH_CHAT)
        if dialog.suspended:
            raise Refusal(*SUSPENDED)
        return dialog

    def dialog_of(self, bot: Bot, *, chat_id: int) -> Dialog | None:
        """The dialog of a bot, opened at once for one that counts as known."""
        if chat_id not in bot.dialogs and (self.rules.know_everyone or chat_id in self.known):
            bot.open_dialog(chat_id, person=Person(chat_id + PERSON_OFFSET))
        return bot.dialogs.get(chat_id)

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

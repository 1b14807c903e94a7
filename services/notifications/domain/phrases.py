"""All that the bot says of itself, and what stands on its buttons."""

from enum import Enum, unique

from services.notifications.domain.language import Language
from services.notifications.domain.spoken import Spoken
from shared.vocabulary import Status


@unique
class Phrase(Enum):
    """`Phrase.MENU.words(language)`; each member has every language, or this module does not load."""

    # Buttons
    CREATE_TICKET = Spoken(ru="Создать обращение", en="Create a ticket")
    MY_TICKETS = Spoken(ru="Мои обращения", en="My tickets")
    TO_MENU = Spoken(ru="Меню", en="Menu")
    REPLY = Spoken(ru="Ответить", en="Reply")
    SUBSCRIBE = Spoken(ru="Подписаться", en="Subscribe")
    CANCEL = Spoken(ru="Отмена", en="Cancel")
    TICKET_BUTTON = Spoken(ru="№{number} {subject}", en="#{number} {subject}")

    # What is shown for a moment where a button was pressed
    ACKNOWLEDGED = Spoken(ru="Принято", en="Got it")

    # Subscription
    CONSENT = Spoken(
        ru="{project}\n\nПодпишитесь, чтобы писать в поддержку и получать ответы в этом чате.",
        en="{project}\n\nSubscribe to write to support and to get the answers in this chat.",
    )
    CONSENT_UNNAMED = Spoken(
        ru="Это чат поддержки. Подпишитесь, чтобы писать сюда и получать здесь ответы.",
        en="This is a support chat. Subscribe to write here and to get the answers here.",
    )
    SUBSCRIBED = Spoken(ru="Вы подписаны.", en="You are subscribed.")
    DECLINED = Spoken(
        ru="Хорошо, мы не будем вам писать. Если передумаете, отправьте /start.",
        en="All right, we will not write to you. Should you change your mind, send /start.",
    )
    LINK_OVER = Spoken(
        ru="Эта ссылка больше не действует. Откройте поддержку на сайте ещё раз: появится новая.",
        en="This link is no longer good. Open support on the site again to get a new one.",
    )
    WELCOME = Spoken(
        ru="Здравствуйте! Пишите сюда, если нужна помощь: ответ придёт в этот чат.",
        en="Hello! Write here whenever you need help: the answer comes into this chat.",
    )

    # The menu
    MENU = Spoken(ru="Чем мы можем помочь?", en="How can we help?")
    MENU_EMPTY = Spoken(
        ru="Напишите нам сюда, и мы ответим в этом чате.", en="Write to us here, and we answer in this chat."
    )
    OUTDATED = Spoken(ru="Это меню устарело.", en="This menu is outdated.")
    HELPDESK_OFF = Spoken(
        ru="Поддержка здесь сейчас не работает. Пожалуйста, попробуйте позже.",
        en="Support is switched off here at the moment. Please try again later.",
    )
    CREATE_OFF = Spoken(
        ru="Новые обращения здесь сейчас не принимаются.", en="New tickets are not accepted here at the moment."
    )
    CANCELLED = Spoken(ru="Отменено.", en="Cancelled.")

    # A new ticket
    CHOOSE_TYPE = Spoken(ru="О чём ваше обращение?", en="What is it about?")
    WRITE_MESSAGE = Spoken(
        ru="Напишите ваше сообщение, можно с фото или файлом. Чтобы отменить, отправьте /cancel.",
        en="Write your message; a photo or a file may come with it. To cancel, send /cancel.",
    )
    WRITE_MESSAGE_OF = Spoken(
        ru="{type}\n\nНапишите ваше сообщение, можно с фото или файлом. Чтобы отменить, отправьте /cancel.",
        en="{type}\n\nWrite your message; a photo or a file may come with it. To cancel, send /cancel.",
    )
    TICKET_OPENED = Spoken(
        ru="Обращение №{number} создано. Ответ придёт сюда.", en="Ticket #{number} is open. The answer will come here."
    )

    # Tickets that there are
    TICKETS = Spoken(ru="Ваши обращения:", en="Your tickets:")
    NO_TICKETS = Spoken(ru="У вас пока нет обращений.", en="You have no tickets yet.")
    TICKET_LINE = Spoken(ru="№{number} {subject} ({status})", en="#{number} {subject} ({status})")
    CUSTOMER = Spoken(ru="Вы", en="You")
    AGENT = Spoken(ru="Поддержка", en="Support")
    WRITE_REPLY = Spoken(
        ru="Напишите ваше сообщение к обращению №{number}. Чтобы отменить, отправьте /cancel.",
        en="Write your message for ticket #{number}. To cancel, send /cancel.",
    )
    REPLY_ADDED = Spoken(ru="Добавлено к обращению №{number}.", en="Added to ticket #{number}.")

    # The end of a ticket
    CLOSED = Spoken(
        ru="Обращение №{number} закрыто. Если вопрос остался, просто напишите сюда.",
        en="Ticket #{number} is closed. If something is still open, just write here.",
    )
    RATE = Spoken(
        ru="Как мы справились с обращением №{number}? Оцените от 1 до 5.",
        en="How did we do with ticket #{number}? Please rate us from 1 to 5.",
    )
    RATED = Spoken(ru="Спасибо за вашу оценку: {rating}.", en="Thank you for your rating: {rating}.")
    RATED_ALREADY = Spoken(
        ru="Ваша оценка уже принята, спасибо! Изменить её нельзя.",
        en="We already have your rating, thank you! It cannot be changed.",
    )
    RATING_OVER = Spoken(
        ru="Эту оценку уже нельзя принять, но спасибо за внимание.",
        en="This can no longer be rated, but thank you for your attention.",
    )

    def words(self, language: Language, **filled: object) -> str:
        """The phrase with its gaps filled."""
        return self.value.words(language, **filled)


STATUSES: dict[Status, Spoken] = {
    Status.NEW: Spoken(ru="новое", en="new"),
    Status.IN_PROGRESS: Spoken(ru="в работе", en="in progress"),
    Status.PENDING: Spoken(ru="ждёт вашего ответа", en="waits for your answer"),
    Status.RESOLVED: Spoken(ru="решено", en="resolved"),
    Status.CLOSED: Spoken(ru="закрыто", en="closed"),
}
assert set(STATUSES) == set(Status)

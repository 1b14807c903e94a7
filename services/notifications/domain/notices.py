"""What is said of what a customer sent and could not be taken as it was: in the ticket's message, and to them."""

from services.notifications.domain.inbound import Inbound
from services.notifications.domain.language import Language
from services.notifications.domain.spoken import Spoken

FAILED = Spoken(
    ru="Это сообщение не удалось передать в поддержку. Пожалуйста, напишите ещё раз.",
    en="This message could not be passed on to support. Please write again.",
)
FILE_NOT_TAKEN = Spoken(
    ru="Файл «{name}» не удалось принять: он слишком большой или такого вида, который здесь не принимают.",
    en="The file “{name}” could not be accepted: it is too large, or of a kind that is not taken here.",
)

FILE = Spoken(ru="[файл: {name}]", en="[file: {name}]")
FILE_REFUSED = Spoken(ru="[файл не принят: {name}]", en="[a file was not accepted: {name}]")
NOTHING = Spoken(ru="[пустое сообщение]", en="[an empty message]")
OTHER = Spoken(ru="[сообщение, которое нельзя показать: {kind}]", en="[a message that cannot be shown: {kind}]")
UNSUPPORTED = {
    "animation": Spoken(ru="[анимация]", en="[an animation]"),
    "audio": Spoken(ru="[аудиозапись]", en="[an audio recording]"),
    "contact": Spoken(ru="[контакт]", en="[a contact]"),
    "dice": Spoken(ru="[игральная кость]", en="[a roll of dice]"),
    "game": Spoken(ru="[игра]", en="[a game]"),
    "location": Spoken(ru="[место на карте]", en="[a location]"),
    "poll": Spoken(ru="[опрос]", en="[a poll]"),
    "share": Spoken(ru="[пересланная запись]", en="[a shared post]"),
    "sticker": Spoken(ru="[стикер]", en="[a sticker]"),
    "story": Spoken(ru="[история]", en="[a story]"),
    "venue": Spoken(ru="[место на карте]", en="[a venue]"),
    "video": Spoken(ru="[видео]", en="[a video]"),
    "video_note": Spoken(ru="[видеосообщение]", en="[a video message]"),
    "voice": Spoken(ru="[голосовое сообщение]", en="[a voice message]"),
}


def as_told(inbound: Inbound, *, refused: tuple[str, ...] = (), language: Language) -> str:
    """The text of the ticket's message: the customer's own, and a line for all of it that is missing there.

    It is never empty; where only files came it names them.
    """
    lines = [inbound.text] if inbound.text.strip() else []
    if inbound.unsupported is not None:
        kind = UNSUPPORTED.get(inbound.unsupported)
        lines.append(kind.words(language) if kind else OTHER.words(language, kind=inbound.unsupported))
    lines += [FILE_REFUSED.words(language, name=name) for name in refused]
    if not lines:
        lines = [FILE.words(language, name=file.name) for file in inbound.files]
    return "\n".join(lines) or NOTHING.words(language)

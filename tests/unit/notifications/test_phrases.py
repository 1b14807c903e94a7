"""The bot's words exist in every language, or not at all."""

import pytest

from services.notifications.domain.helpdesk import Words
from services.notifications.domain.language import Language, language_of
from services.notifications.domain.phrases import STATUSES, Phrase
from services.notifications.domain.spoken import Spoken
from shared.vocabulary import Status

READABLE_BUTTON = 20
BUTTONS = (Phrase.CREATE_TICKET, Phrase.MY_TICKETS, Phrase.TO_MENU, Phrase.REPLY, Phrase.SUBSCRIBE, Phrase.CANCEL)


@pytest.mark.parametrize(("ru", "en"), [("", "Hello"), ("Привет", " "), ("№{number}", "#{count}"), ("№{number}", "#")])
def test_a_text_with_a_language_missing_or_other_gaps_refuses_to_exist(ru: str, en: str) -> None:
    with pytest.raises(ValueError, match="language"):
        Spoken(ru=ru, en=en)


def test_every_phrase_is_written_in_its_own_letters() -> None:
    for phrase in Phrase:
        assert any(letter in "абвгдежзийклмнопрстуфхцчшщъыьэюяё№" for letter in phrase.value.ru.lower()), phrase
        assert not any("а" <= letter <= "я" for letter in phrase.value.en.lower()), phrase


def test_what_is_filled_in_is_taken_as_it_is() -> None:
    assert Phrase.WRITE_MESSAGE_OF.words(Language.EN, type="{number} %s").startswith("{number} %s\n")


def test_buttons_can_be_read_on_a_telephone() -> None:
    assert all(len(phrase.words(language)) <= READABLE_BUTTON for phrase in BUTTONS for language in Language)


def test_every_status_has_a_word() -> None:
    assert {STATUSES[status].words(Language.RU) for status in Status} >= {"новое", "в работе", "закрыто"}


@pytest.mark.parametrize(
    ("tag", "language"), [("ru", "ru"), ("ru-RU", "ru"), ("RU", "ru"), ("en-GB", "en"), ("de", "en"), (None, "en")]
)
def test_a_language_is_chosen_by_the_senders_tag(tag: str | None, language: str) -> None:
    assert language_of(tag) == language


def test_a_tenants_text_is_shown_in_the_other_language_where_it_has_only_that() -> None:
    assert Words(ru="Привет", en="Hello").best(Language.RU) == "Привет"
    assert Words(ru="Привет").best(Language.EN) == "Привет"
    assert Words(en="Hello").best(Language.RU) == "Hello"
    assert Words().best(Language.RU) is None

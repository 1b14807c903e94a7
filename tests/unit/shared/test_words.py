"""A surface's table of words refuses to exist where a word is missing or a spelling could mean two."""

from enum import StrEnum

import pytest

from shared.dialects import messenger
from shared.dialects.words import Words
from shared.vocabulary import Channel, Priority, Status


class Light(StrEnum):
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


def test_a_word_without_a_spelling_is_refused() -> None:
    with pytest.raises(ValueError, match="green"):
        Words({Light.RED: "stop", Light.AMBER: "wait"})


def test_a_spelling_of_two_words_is_refused_unless_one_is_chosen() -> None:
    table = {Light.RED: "stop", Light.AMBER: "stop", Light.GREEN: "go"}
    with pytest.raises(ValueError, match="stop"):
        Words(table)
    words = Words(table, inward={"stop": Light.AMBER})
    assert words.into("stop") is Light.AMBER
    assert words.out(Light.RED) == "stop"
    assert words.meanings("stop") == (Light.RED, Light.AMBER)


def test_another_surfaces_word_is_unknown() -> None:
    words = Words({light: light.value for light in Light})
    with pytest.raises(KeyError):
        words.into("stop")
    with pytest.raises(KeyError):
        words.meanings("stop")


def test_a_spelling_that_comes_in_as_another_word_than_it_goes_out_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot mean"):
        Words({Light.RED: "stop", Light.AMBER: "wait", Light.GREEN: "go"}, inward={"go": Light.RED})


def test_an_older_spelling_may_only_come_in() -> None:
    words = Words({light: light.value for light in Light}, inward={"halt": Light.RED})
    assert words.into("halt") is Light.RED
    with pytest.raises(KeyError):
        words.meanings("halt")


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status.NEW, "new"),
        (Status.IN_PROGRESS, "in_progress"),
        (Status.PENDING, "waiting"),
        (Status.RESOLVED, "waiting"),
        (Status.CLOSED, "closed"),
    ],
)
def test_messenger_shows_the_canonical_statuses(status: Status, word: str) -> None:
    assert messenger.STATUS.out(status) == word
    assert status in messenger.STATUS.meanings(word)


def test_messengers_waiting_comes_in_as_pending() -> None:
    assert messenger.STATUS.into("waiting") is Status.PENDING
    assert messenger.STATUS.spellings == ("new", "in_progress", "waiting", "closed")


def test_messenger_spells_priorities_and_channels_canonically() -> None:
    assert messenger.PRIORITY.spellings == tuple(Priority)
    assert messenger.CHANNEL.spellings == tuple(Channel)

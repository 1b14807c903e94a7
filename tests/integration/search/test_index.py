"""The index by itself: what is found, in which order, and what a repeat or a late entry changes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
import pytest_asyncio

from services.search.domain.query import NEWEST
from services.search.store.index import SqliteIndex
from shared.ids import new_id
from tests.integration.search.builders import entry, found, opened, said


@pytest_asyncio.fixture(loop_scope="session")
async def index(tmp_path: Path) -> AsyncIterator[SqliteIndex]:
    async with opened(tmp_path) as whole:
        yield whole


async def test_any_part_of_a_subject_finds_it_whatever_its_case(index: SqliteIndex) -> None:
    order, russian = entry("Where is my Order #77?"), entry("Где мой ЗАКАЗ?")
    for each in (order, russian):
        await index.put(each)
    for text in ("order", "RE IS M", "#77?", "er #", "h", "77"):
        assert await found(index, text) == [order.ticket_id], text
    assert await found(index, "заказ") == [russian.ticket_id]
    assert await found(index, "й З") == [russian.ticket_id]
    assert await found(index, "orders") == []


@pytest.mark.parametrize(
    "text",
    ["100%", "a_b", "x*", 'say "no"', "it's", "NEAR(", "AND", "^start", "{col}:", "a\\b", "--", "';", "-x", "+y"],
)
async def test_what_other_languages_take_for_an_operator_is_plain_text(index: SqliteIndex, text: str) -> None:
    hit = entry(f"before {text} after", opening=f"before {text} after")
    await index.put(entry("nothing of it"))
    await index.put(hit)
    for messages in (False, True):
        assert await found(index, text, messages=messages) == [hit.ticket_id]


async def test_words_are_found_whole_and_in_any_order_within_one_message(index: SqliteIndex) -> None:
    one = entry("One", opening="The parcel never arrived.", said=(said("Refund, please!"), said("ПОСЫЛКА пропала")))
    await index.put(one)
    for text in ("parcel", "ARRIVED parcel", "refund", "посылка", "parcel -- ?"):
        assert await found(index, text, messages=True) == [one.ticket_id], text
        assert await found(index, text) == []
    for text in ("parc", "refunds", "parcel refund", "arriv"):
        assert await found(index, text, messages=True) == [], text


async def test_subjects_and_messages_together_go_newest_first(index: SqliteIndex) -> None:
    entries = [entry("lost parcel"), entry("x", opening="the parcel"), entry("parcels"), entry("x", opening="none")]
    for each in entries:
        await index.put(each)
    assert await found(index, "parcel", messages=True) == [each.ticket_id for each in reversed(entries[:3])]


async def test_notes_are_found_only_by_those_who_may(index: SqliteIndex) -> None:
    one = entry("One", said=(said("the customer is angry", internal=True), said("a public answer")))
    await index.put(one)
    assert await found(index, "angry", messages=True) == [one.ticket_id]
    assert await found(index, "angry", messages=True, notes=False) == []
    assert await found(index, "public", messages=True, notes=False) == [one.ticket_id]


async def test_pages_bring_every_ticket_once_whatever_the_order_of_their_coming(index: SqliteIndex) -> None:
    entries = [entry(f"order {number}", opening="order") for number in range(120)]
    for each in Random(1).sample(entries, len(entries)):
        await index.put(each)
    for messages in (False, True):
        seen: list[UUID] = []
        while page := await found(index, "order", messages=messages, after=seen[-1] if seen else None, limit=7):
            seen += page
        assert seen == [each.ticket_id for each in reversed(entries)]


async def test_one_tenant_finds_nothing_of_anothers(index: SqliteIndex) -> None:
    other = new_id()
    mine, theirs = entry("order"), entry("order", tenant_id=other, opening="parcel")
    for each in (mine, theirs):
        await index.put(each)
    assert await found(index, "order") == [mine.ticket_id]
    assert await found(index, "parcel", messages=True) == []
    assert await found(index, "order", tenant_id=other) == [theirs.ticket_id]
    assert await found(index, "order", tenant_id=new_id()) == []


async def test_a_short_text_is_looked_for_in_the_newest_alone(index: SqliteIndex) -> None:
    oldest = entry("zq old", opening="zq")
    async with index.anew(oldest.tenant_id) as fresh:
        await fresh.add([oldest])
        await fresh.add([entry("filler") for _ in range(NEWEST - 1)])
    assert await found(index, "zq") == await found(index, "zq", messages=True) == [oldest.ticket_id]
    await index.put(entry("one more"))
    assert await found(index, "zq") == await found(index, "zq", messages=True) == []
    assert await found(index, "zq old") == [oldest.ticket_id]


async def test_a_repeat_changes_nothing_and_what_is_late_overrules_nothing(index: SqliteIndex) -> None:
    ticket_id, message = new_id(), said("first words")
    created = entry("old name", ticket_id=ticket_id, opening="old text")
    replied = entry("old name", ticket_id=ticket_id, sequence=2, opening="old text", said=(message,))
    renamed = entry("new name", ticket_id=ticket_id, sequence=3, opening="new text")
    for each in (renamed, created, replied, renamed, replied, created):
        await index.put(each)
    assert await found(index, "new name") == await found(index, "first", messages=True) == [ticket_id]
    assert await found(index, "text new", messages=True) == [ticket_id]
    assert await found(index, "old", messages=True) == []


async def test_a_changed_message_is_found_by_its_new_words_alone(index: SqliteIndex) -> None:
    ticket_id, message = new_id(), said("before")
    await index.put(entry("x", ticket_id=ticket_id, sequence=2, said=(message,)))
    await index.put(entry("x", ticket_id=ticket_id, sequence=3, said=(replace(message, text="after"),)))
    assert await found(index, "after", messages=True) == [ticket_id]
    assert await found(index, "before", messages=True) == []


async def test_a_deleted_ticket_stays_deleted(index: SqliteIndex) -> None:
    created = entry("doomed", opening="words", said=(said("more"),))
    gone = entry(ticket_id=created.ticket_id, sequence=2, gone=True)
    early = entry("never seen", opening="words")
    for each in (created, gone, created, entry(ticket_id=early.ticket_id, sequence=9, gone=True), early):
        await index.put(each)
    for text in ("doomed", "words", "more", "never seen", "d"):
        assert await found(index, text, messages=True) == [], text


async def test_many_at_one_moment_are_all_stored(index: SqliteIndex) -> None:
    entries = [entry("together", tenant_id=new_id()) for _ in range(150)]
    await asyncio.gather(*(index.put(each) for each in entries))
    for each in entries:
        assert await found(index, "together", tenant_id=each.tenant_id) == [each.ticket_id]


async def test_what_is_written_in_a_merged_ticket_is_found_in_its_target_and_after_an_undoing_in_itself(
    index: SqliteIndex,
) -> None:
    one, two, three = [entry(f"No. {number}", opening=f"opening{number}") for number in range(3)]
    for each in (one, two, three):
        await index.put(each)
    late = entry("No. 0", ticket_id=one.ticket_id, sequence=1, said=(said("tardy"),))
    await index.put(replace(one, sequence=2, merged_into=two.ticket_id))
    await index.put(late)
    assert await found(index, "tardy", messages=True) == [two.ticket_id]
    assert await found(index, "opening0", messages=True) == [two.ticket_id]
    await index.put(replace(two, sequence=2, merged_into=three.ticket_id))
    for text in ("tardy", "opening0", "opening1"):
        assert await found(index, text, messages=True) == [three.ticket_id], text
    await index.put(replace(one, sequence=3))
    assert await found(index, "tardy", messages=True) == [one.ticket_id]
    assert await found(index, "opening1", messages=True) == [three.ticket_id]
    await index.put(replace(one, sequence=2, merged_into=two.ticket_id))
    assert await found(index, "opening0", messages=True) == [one.ticket_id]
    await index.put(replace(two, sequence=3))
    assert await found(index, "opening1", messages=True) == [two.ticket_id]


async def test_what_was_moved_goes_with_the_ticket_that_has_it(index: SqliteIndex) -> None:
    source, target = entry("Source", opening="question"), entry("Target")
    await index.put(target)
    await index.put(source)
    await index.put(replace(source, sequence=2, merged_into=target.ticket_id))
    await index.put(replace(source, sequence=3, gone=True))
    assert await found(index, "question", messages=True) == [target.ticket_id]
    await index.put(replace(target, sequence=2, gone=True))
    assert await found(index, "question", messages=True) == []

"""Tickets is killed on the way of a merge: whatever was stored goes on or is withdrawn, and no message is lost or there
twice."""

from functools import partial
from uuid import UUID

from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.test_idempotency_killed import die_with, insist
from tests.integration.tickets.test_merging import MERGE, UNMERGE, conversation, merge, texts
from tests.support.eventually import eventually

POINTS = ("journaled", "halfway", "moved", "told")
SOURCE, TARGET = ["B opens", "B is answered", "B is noted", "B asks"], ["A opens"]


async def pair(desk: Desk) -> tuple[Json, Json]:
    """A source with a message that a dead process left with its ticket, and a target that is older."""
    target, source = await desk.open(text="A opens"), await conversation(desk, "B")
    database, source_id = desk.system.database, UUID(source["id"])

    async def filed() -> bool:
        return await database["tickets"].count_documents({"_id": source_id, "unfiled": []}) == 1

    await eventually(filed, what="all messages are filed")
    [*_, last] = await database["messages"].find({"ticket_id": source_id}).sort("_id", 1).to_list(None)
    await database["tickets"].update_one({"_id": source_id}, {"$push": {"unfiled": last}})
    await database["messages"].delete_one({"_id": last["_id"]})
    return source, target


async def at_rest(desk: Desk) -> None:
    """Return once no merge is under way any more."""

    async def nothing_left() -> bool:
        return await desk.system.database["tickets"].count_documents({"merging_since": {"$exists": True}}) == 0

    await eventually(nothing_left, within=30, what="every merge is finished or withdrawn")


def ask(desk: Desk, source: Json, verb: str, target: Json) -> partial[object]:
    return partial(desk.ask, "POST", f"/tickets/{source['id']}/{verb}", json={"into": target["id"]})


async def test_a_merge_that_was_stored_is_finished_and_one_that_was_not_never_was(mortal: Desk) -> None:
    desk = Desk(mortal.system)
    pairs = {point: await pair(desk) for point in ("promised", *POINTS)}
    for point, (source, target) in pairs.items():
        await die_with(desk, point, ask(desk, source, "merge", target))
        await desk.system.consuming()
    await at_rest(desk)
    source, target = pairs.pop("promised")
    assert (await texts(desk, source), await texts(desk, target)) == (SOURCE, TARGET)
    assert (await desk.get(f"/tickets/{target['id']}"))["version"] == 1
    for source, target in pairs.values():
        assert (await texts(desk, source), await texts(desk, target)) == ([], TARGET + SOURCE)
        assert (await desk.told(source, upto=await desk.told_so_far(source)))[-3:] == MERGE
        told = await desk.told(target, upto=await desk.told_so_far(target))
        assert told == ["ticket.created", "ticket.updated", "ticket.status_changed"]


async def test_an_undoing_that_was_stored_is_finished(mortal: Desk) -> None:
    desk = Desk(mortal.system)
    pairs = {point: await pair(desk) for point in ("journaled", "moved", "told")}
    for point, (source, target) in pairs.items():
        await merge(desk, source, target)
        await die_with(desk, point, ask(desk, source, "unmerge", target))
        await desk.system.consuming()
    await at_rest(desk)
    for source, target in pairs.values():
        assert (await texts(desk, source), await texts(desk, target)) == (SOURCE, TARGET)
        assert (await desk.told(source, upto=await desk.told_so_far(source)))[-3:] == UNMERGE
        assert (await desk.told(target, upto=await desk.told_so_far(target)))[-2:] == [
            "ticket.status_changed",
            "ticket.updated",
        ]


async def test_whoever_repeats_a_merge_that_was_killed_gets_the_target_at_once(mortal: Desk) -> None:
    desk = Desk(mortal.system)
    for point in ("promised", "moved", "done"):
        source, target = await pair(desk)
        path, body = f"/tickets/{source['id']}/merge", {"into": target["id"]}
        await die_with(desk, point, partial(desk.ask, "POST", path, json=body, headers={"Idempotency-Key": point}))
        answer = await insist(desk, path, body, key=point)
        assert (answer.status_code, answer.json()["id"]) == (200, target["id"])
        assert await texts(desk, target) == TARGET + SOURCE
        assert (await desk.told(source, upto=await desk.told_so_far(source))).count("ticket.merged") == 1

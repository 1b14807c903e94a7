"""How long a file stays: as long as a message shows it, and a day at most without one."""

from datetime import timedelta
from uuid import UUID

from shared.clock import utc_now
from tests.integration.attachments.house import House, Party, refused
from tests.support.eventually import eventually

LARGE = b"x" * 300_000


def past() -> dict[str, object]:
    return {"expires_at": utc_now() - timedelta(seconds=1)}


async def test_an_upload_that_nobody_uses_goes_after_a_day(house: House, admin: Party) -> None:
    kept, file = await admin.upload(LARGE), await admin.upload(LARGE)
    row = await house.database["attachments"].find_one({"_id": UUID(file["id"])})
    assert row is not None
    assert row["expires_at"] - row["created_at"] == timedelta(hours=24)
    await house.set_file(file, **past())
    await eventually(lambda: left(house, admin, 1, 2), within=20, what="the upload is gone")
    refused(await admin.fetch(file), 404)
    refused(await admin.reply(await admin.open(), {"id": file["id"]}), 422, field="attachments.0.id")
    assert (await admin.fetch(kept)).content == LARGE


async def test_what_a_message_shows_stays(house: House, admin: Party) -> None:
    ticket, file = await admin.open(), await admin.upload(LARGE)
    await admin.replied(ticket, {"id": file["id"]})
    await house.set_file(file, **past())

    async def settled() -> bool:
        row = await house.database["attachments"].find_one({"_id": UUID(file["id"])})
        return row is not None and "expires_at" not in row

    await eventually(settled, within=20, what="the file is there for good")
    assert (await admin.fetch(file)).content == LARGE
    await admin.replied(ticket, {"id": file["id"]})


async def test_what_is_not_filed_yet_shows_its_files_too(house: House, admin: Party) -> None:
    """As it is while a dead process's message still waits in its ticket."""
    ticket, file = await admin.open(), await admin.upload()
    message = await admin.replied(ticket, {"id": file["id"]})

    async def back_into_the_ticket() -> bool:
        filed = await house.database["messages"].find_one_and_delete({"_id": UUID(message["id"])})
        whole = {"_id": UUID(ticket["id"]), "unfiled.0": {"$exists": False}}
        return filed is not None and bool(
            (await house.database["tickets"].update_one(whole, {"$set": {"unfiled": [filed]}})).matched_count
        )

    assert await eventually(back_into_the_ticket)
    await house.set_file(file, **past())
    other = await admin.upload()
    await house.set_file(other, **past())
    await eventually(lambda: left(house, admin, 1, 1), within=20, what="a sweep has been")
    assert (await admin.fetch(file)).status_code == 200
    assert (await admin.messages(ticket))[-1]["attachments"] == message["attachments"]


async def test_what_a_reply_took_that_was_never_stored_goes(house: House, admin: Party) -> None:
    file = await admin.upload(LARGE)
    await house.set_file(file, ticket_id=UUID((await admin.open())["id"]), **past())
    await eventually(lambda: left(house, admin, 0, 0), within=20, what="the file is gone")


async def test_what_a_dead_process_half_wrote_is_found_by_nobody_and_goes(house: House, admin: Party) -> None:
    file = await admin.upload(LARGE)
    await house.database["attachments"].update_one({"_id": UUID(file["id"])}, {"$unset": {"size": ""}})
    refused(await admin.fetch(file), 404)
    refused(await admin.reply(await admin.open(), {"id": file["id"]}), 422, field="attachments.0.id")
    await house.set_file(file, **past())
    await eventually(lambda: left(house, admin, 0, 0), within=20, what="its chunks are gone")


async def test_a_deleted_tickets_files_go_with_it(house: House, admin: Party) -> None:
    ticket, other = await admin.open(), await admin.open()
    file, kept = await admin.upload(LARGE), await admin.upload(LARGE)
    await admin.replied(ticket, {"id": file["id"]})
    await admin.replied(other, {"id": kept["id"]})
    assert (await admin.ask("DELETE", f"/tickets/{ticket['id']}")).status_code == 204
    refused(await admin.fetch(file), 404)
    await eventually(lambda: left(house, admin, 1, 2), within=20, what="its bytes are gone")
    assert (await admin.fetch(kept)).content == LARGE


async def test_a_deleted_tenants_files_go_with_it(house: House, admin: Party) -> None:
    neighbour = await house.party(role="admin")
    kept, _ = await neighbour.upload(LARGE), await admin.upload(LARGE)
    answer = await house.gateway.operator.delete(f"/tenants/{admin.tenant_id}")
    assert answer.status_code == 204
    await eventually(lambda: left(house, admin, 0, 0), within=20, what="nothing of it is kept")
    assert (await neighbour.fetch(kept)).content == LARGE


async def test_every_key_of_the_stored_files_begins_with_the_tenant(house: House) -> None:
    for name, across in (("attachments", {"_id_", "expiring"}), ("attachment_chunks", {"_id_"})):
        indexes = await house.database[name].index_information()
        first = {index["key"][0][0] for kind, index in indexes.items() if kind not in across}
        assert first == {"tenant_id"}, name


async def left(house: House, admin: Party, files: int, chunks: int) -> bool:
    return await house.kept_of(admin.tenant_id) == (files, chunks)

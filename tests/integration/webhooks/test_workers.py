"""Several workers, and workers that die: every delivery is made, and none twice without need."""

from pathlib import Path

from tests.integration.webhooks.system import WebhooksSystem
from tests.support.eventually import eventually
from tests.support.receiver import VERIFIED, Answer, Receiver
from tests.support.servers import BackingServers
from tests.support.ticket_events import created

LEASE = {"HELPDESK_WEBHOOKS_LEASE_SECONDS": "3"}


async def test_what_a_killed_worker_was_sending_is_taken_up_by_another(
    servers: BackingServers, receiver: Receiver, tmp_path: Path
) -> None:
    async with WebhooksSystem(servers, directory=tmp_path, settings=LEASE) as system:
        owner = system.admin()
        endpoint = await owner.add(receiver)
        receiver.script("/hook", Answer(200, delay=30), Answer(200))
        await system.publish(created(owner.tenant_id))
        await eventually(lambda: len(receiver.received()) == 1, what="the POST is under way")
        await system.stack.kill("webhooks")
        await system.stack.restart("webhooks")
        delivery = await owner.settled(endpoint, status="delivered")
        requests = receiver.received()
        assert len(requests) == 2
        assert requests[1].at - requests[0].at >= 2.9
        assert {request.verdict for request in requests} == {VERIFIED}
        assert len({request.headers["webhook-id"] for request in requests}) == 1
        assert [attempt["status_code"] for attempt in delivery["attempts"]] == [200]


async def test_a_worker_that_is_told_to_stop_finishes_what_it_sends(
    servers: BackingServers, receiver: Receiver, tmp_path: Path
) -> None:
    async with WebhooksSystem(servers, directory=tmp_path) as system:
        owner = system.admin()
        endpoint = await owner.add(receiver)
        receiver.script("/hook", Answer(200, delay=1))
        await system.publish(created(owner.tenant_id))
        await eventually(lambda: len(receiver.received()) == 1, what="the POST is under way")
        await system.stack.terminate("webhooks")
        assert '"stopped"' in system.stack.process("webhooks").last_words()
        stored = await system.database["deliveries"].find_one({"tenant_id": owner.tenant_id})
        assert stored is not None
        assert (stored["status"], len(stored["attempts"])) == ("delivered", 1)
        assert endpoint["id"] == str(stored["endpoint_id"])


async def test_several_workers_share_the_deliveries(
    servers: BackingServers, receiver: Receiver, tmp_path: Path
) -> None:
    async with WebhooksSystem(servers, directory=tmp_path, copies=3) as system:
        owner = system.admin()
        await owner.add(receiver)
        receiver.script("/hook", *[Answer(500)] * 20, Answer(200))
        for _ in range(60):
            await system.publish(created(owner.tenant_id))

        async def all_delivered() -> bool:
            mine = {"tenant_id": owner.tenant_id, "status": "delivered"}
            return await system.database["deliveries"].count_documents(mine) == 60

        await eventually(all_delivered, within=30, what="all are delivered")
        assert len(receiver.received()) == 80
        assert len({request.headers["webhook-id"] for request in receiver.received()}) == 60

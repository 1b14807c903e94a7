"""The clock under load: `python -m bench.timers [--pending 100000] [--due 2000] [--seconds 60] [--copies 1]`.

So many watches are pending in one tenant, and some of them fall due in one minute, at moments spread evenly over it.
The lateness is from the deadline to the time of the `sla.breached` that tells of it. Each must be told once.
"""

import argparse
import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import uvloop

from bench.system import backing_servers, keep
from services.sla.domain.course import Course, Mark
from services.sla.domain.terms import Terms, Thresholds
from services.sla.domain.watch import Watch
from services.sla.store.mapping import to_document
from shared.clock import utc_now
from shared.events.decisions import SlaBreached
from shared.events.ticket import TicketSnapshot
from shared.ids import new_id
from shared.mongo import Document
from shared.vocabulary import Channel, Priority, Status
from tests.integration.sla.system import SlaSystem
from tests.support.eventually import eventually

WANTED = {"late_p99_s": 2.0}
LEAD = timedelta(seconds=10)
AT_ONCE = 2_000
SETTLED_SECONDS = 60.0
FAR = timedelta(days=30)


def documents(tenant_id: UUID, dues: list[datetime], *, pending: int, now: datetime) -> Iterator[Document]:
    """Watches that wait for nothing but their resolution, the first of them at these moments."""
    for number in range(pending):
        due = dues[number] if number < len(dues) else now + FAR
        yield _document(tenant_id, created_at=due - timedelta(hours=1), now=now)


def _document(tenant_id: UUID, *, created_at: datetime, now: datetime) -> Document:
    ticket = TicketSnapshot(
        id=new_id(),
        number=1,
        subject="Where is my order?",
        status=Status.IN_PROGRESS,
        priority=Priority.NORMAL,
        channel=Channel.API,
        created_at=created_at,
        updated_at=now,
        version=1,
    )
    promise = Terms(Thresholds(resolve_hours=1)).promise(Priority.NORMAL)
    watch = Watch(
        ticket_id=ticket.id,
        tenant_id=tenant_id,
        last_sequence=1,
        ticket=ticket,
        course=Course((Mark(1, created_at, Status.IN_PROGRESS, Priority.NORMAL),)),
        promise=promise,
    )
    watch = watch.announced(timer for timer in watch.pending if timer.due < now + LEAD)
    return {"_id": ticket.id, "tenant_id": tenant_id, "rev": 1, "outbox": [], **to_document(watch)}


async def one_round(sla: SlaSystem, *, pending: int, due: int, seconds: float) -> dict[str, float]:
    tenant_id = new_id()
    ready = utc_now() + timedelta(seconds=pending / 2_000)
    start = ready + LEAD
    dues = [start + timedelta(seconds=seconds * number / due) for number in range(due)]
    batch: list[Document] = []
    for document in documents(tenant_id, dues, pending=pending, now=ready):
        batch.append(document)
        if len(batch) == AT_ONCE:
            await sla.watches.insert_many(batch, ordered=False)
            batch = []
    if batch:
        await sla.watches.insert_many(batch, ordered=False)
    spare = (start - utc_now()).total_seconds()
    await asyncio.sleep(max(0.0, spare + seconds))
    await eventually(lambda: len(_told(sla, tenant_id)) >= due, within=SETTLED_SECONDS, what="every timer fired")
    told = _told(sla, tenant_id)
    late = sorted((event.time - event.data.deadline).total_seconds() for event in told)
    times = Counter(event.subject for event in told)
    return {
        "spare_s": spare,
        "late_p50_s": late[len(late) // 2],
        "late_p99_s": late[int(0.99 * len(late))],
        "latest_s": late[-1],
        "early": sum(each < 0 for each in late),
        "missed": due - len(times),
        "twice": sum(count - 1 for count in times.values()),
    }


def _told(sla: SlaSystem, tenant_id: UUID) -> list[SlaBreached]:
    return [event for event in sla.heard() if isinstance(event, SlaBreached) and event.tenantid == tenant_id]


async def measure(*, pending: int, due: int, seconds: float, rounds: int, copies: int) -> list[dict[str, float]]:
    with backing_servers() as servers, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with SlaSystem(servers, directory=Path(folder), copies=copies) as sla:
            return [await one_round(sla, pending=pending, due=due, seconds=seconds) for _ in range(rounds)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pending", type=int, default=100_000)
    parser.add_argument("--due", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--copies", type=int, default=1)
    options = parser.parse_args()
    rows = uvloop.run(
        measure(
            pending=options.pending,
            due=options.due,
            seconds=options.seconds,
            rounds=options.rounds,
            copies=options.copies,
        )
    )
    for row in rows:
        print("  ".join(f"{key}={value:,.2f}" for key, value in row.items()), flush=True)
    keep("timers", {"wanted": WANTED, "rounds": rows})


if __name__ == "__main__":
    main()

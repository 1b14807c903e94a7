"""A process of the product that dies where a test says, as a kill at that very instant would end it.

It runs the module in MORTAL_MODULE. A file in the directory MORTAL_TRAPS, named for a point on a keyed request's way,
says how many requests are to wait there before the process ends itself: `claimed` (nothing is done yet) or `done`
(everything is, but the answer is not kept). On the way of a merge they are `promised` (the target is), `journaled` (the
source is stored as merged, or as on its way back), `halfway` (its messages have moved, its files not), `moved` (the
target has not told yet) and `told` (the journal is still open). On the way of a customer's message from a messenger
they are `begun`, `aimed` (its ticket is chosen) and `brought` (it is there, which is not noted yet). Where a team
chooses an agent they are `chosen` (nothing is written), `taken` (the turn is, but nothing that follows) and `settled`
(the event is not acknowledged).
"""

import asyncio
import os
import runpy
import signal
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from services.routing.store.turns import MongoTurns
from services.tickets.domain.ticket import Ticket
from services.tickets.store.bringings import MongoBringings
from services.tickets.store.moving import MongoMoving
from services.tickets.store.tickets import MongoTickets
from shared.events.envelope import Event
from shared.idempotency.records import Claim, Records

TRAPS = Path(os.environ["MORTAL_TRAPS"])
CLAIMED, DONE = "claimed", "done"
PROMISED, JOURNALED, HALFWAY, MOVED, TOLD = "promised", "journaled", "halfway", "moved", "told"
BEGUN, AIMED, BROUGHT = "begun", "aimed", "brought"
CHOSEN, TAKEN, SETTLED = "chosen", "taken", "settled"
waiting: Counter[str] = Counter()
claim, keep = Records.claim, Records.keep
save = MongoTickets.save
begin, aim, done = MongoBringings.begin, MongoBringings.aim, MongoBringings.done
take, store = MongoTurns.take, MongoTurns.store
carry, bring_back, carry_rows = MongoMoving.carry, MongoMoving.bring_back, MongoMoving._carry


async def pass_by(point: str) -> None:
    """Go on where there is no trap; else wait for the rest, and die with them."""
    trap = TRAPS / point
    if not trap.exists():
        return
    waiting[point] += 1
    if waiting[point] == int(trap.read_text()):
        trap.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    await asyncio.Event().wait()


async def claim_and_pass(records: Records, *args: Any, **named: Any) -> Any:
    found = await claim(records, *args, **named)
    if isinstance(found, Claim):
        await pass_by(CLAIMED)
    return found


async def pass_and_keep(records: Records, *args: Any, **named: Any) -> bool:
    await pass_by(DONE)
    return await keep(records, *args, **named)


async def save_and_pass(tickets: MongoTickets, ticket: Ticket, events: Sequence[Event], **named: Any) -> bool:
    if not events and not ticket.promises:
        await pass_by(TOLD)
    saved = await save(tickets, ticket, events, **named)
    if ticket.promises:
        await pass_by(PROMISED)
    elif ticket.merge is not None and ticket.merge.under_way:
        await pass_by(JOURNALED)
    return saved


async def carry_rows_and_pass(*args: Any, **named: Any) -> None:
    await carry_rows(*args, **named)
    await pass_by(HALFWAY)


async def carry_and_pass(moving: MongoMoving, source: Ticket) -> None:
    await carry(moving, source)
    await pass_by(MOVED)


async def bring_back_and_pass(moving: MongoMoving, source: Ticket) -> None:
    await bring_back(moving, source)
    await pass_by(MOVED)


async def begin_and_pass(*args: Any) -> Any:
    begun = await begin(*args)
    await pass_by(BEGUN)
    return begun


async def aim_and_pass(*args: Any) -> Any:
    aimed = await aim(*args)
    await pass_by(AIMED)
    return aimed


async def pass_and_be_done(*args: Any) -> None:
    await pass_by(BROUGHT)
    await done(*args)


async def take_and_pass(turns: MongoTurns, *args: Any, **named: Any) -> bool:
    await pass_by(CHOSEN)
    taken = await take(turns, *args, **named)
    await pass_by(TAKEN)
    return taken


async def store_and_pass(turns: MongoTurns, tenant_id: UUID, made: Sequence[Any]) -> None:
    await store(turns, tenant_id, made)
    if made:
        await pass_by(SETTLED)


if __name__ == "__main__":
    MongoTurns.take = take_and_pass  # type: ignore[method-assign, assignment]
    MongoTurns.store = store_and_pass  # type: ignore[method-assign, assignment]
    Records.claim = claim_and_pass  # type: ignore[method-assign, assignment]
    Records.keep = pass_and_keep  # type: ignore[method-assign, assignment]
    MongoTickets.save = save_and_pass  # type: ignore[method-assign, assignment]
    MongoMoving._carry = carry_rows_and_pass  # type: ignore[method-assign]
    MongoMoving.carry = carry_and_pass  # type: ignore[method-assign, assignment]
    MongoMoving.bring_back = bring_back_and_pass  # type: ignore[method-assign, assignment]
    MongoBringings.begin = begin_and_pass  # type: ignore[method-assign, assignment]
    MongoBringings.aim = aim_and_pass  # type: ignore[method-assign, assignment]
    MongoBringings.done = pass_and_be_done  # type: ignore[method-assign, assignment]
    runpy.run_module(os.environ["MORTAL_MODULE"], run_name="__main__", alter_sys=True)

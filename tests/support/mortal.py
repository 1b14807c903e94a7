"""A process of the product that dies where a test says, as a kill at that very instant would end it.

It runs the module in MORTAL_MODULE. A file in the directory MORTAL_TRAPS, named for a point on a keyed request's way,
says how many requests are to wait there before the process ends itself: `claimed` (nothing is done yet) or `done`
(everything is, but the answer is not kept).
"""

import asyncio
import os
import runpy
import signal
from collections import Counter
from pathlib import Path
from typing import Any

from shared.idempotency.records import Claim, Records

TRAPS = Path(os.environ["MORTAL_TRAPS"])
CLAIMED, DONE = "claimed", "done"
waiting: Counter[str] = Counter()
claim, keep = Records.claim, Records.keep


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


if __name__ == "__main__":
    Records.claim = claim_and_pass  # type: ignore[method-assign, assignment]
    Records.keep = pass_and_keep  # type: ignore[method-assign, assignment]
    runpy.run_module(os.environ["MORTAL_MODULE"], run_name="__main__", alter_sys=True)

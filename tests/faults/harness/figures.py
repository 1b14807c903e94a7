"""One line of figures for each experiment, and the assertion that goes with them."""

from tests.faults.harness.experiment import Experiment
from tests.faults.harness.join import Join


async def figures(name: str, running: Experiment, join: Join, **more: object) -> str:
    """The line; `more` are the experiment's own figures."""
    parts: dict[str, object] = {
        "acknowledged": len(join.writes),
        "refused": running.load.answers.refused,
        "tickets": len(join.stored.tickets),
        "replies": len(join.stored.messages),
        "published": len(join.events),
        "published again": running.audit.repeats,
        "watches": len(join.stored.watches),
        "decisions": len(join.stored.decisions),
        "webhooks": len(join.stored.deliveries),
        "webhooks posted again": join.hooks.total() - len(join.hooks),
        "to chats": len(join.stored.outgoing),
        "in doubt": join.in_doubt,
        "missing": sum(map(len, join.missing.values())),
        "double": sum(map(len, join.double.values())),
        "settled after": f"{running.settled_seconds:.1f} s",
        **more,
    }
    return f"{name}: " + ", ".join(f"{what} {figure}" for what, figure in parts.items())


async def all_is_well(running: Experiment, join: Join) -> None:
    """Nothing missing, nothing double, nothing dead, every process alive, every refusal a proper one."""
    assert join.flawless, join.complaint()
    assert await running.audit.dead() == {}
    assert running.all_alive(), "a process died that nobody killed"
    assert not running.load.answers.improper, running.load.answers.improper

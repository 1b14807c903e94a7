"""4: the webhook worker dies before it sends, while the receiver is at it, and before it has stored the answer."""

from collections import Counter

from tests.faults.harness.outcome import Figures
from tests.faults.harness.running import Running
from tests.faults.harness.traps import ANSWERED, SENDING
from tests.faults.harness.trial import Experiment
from tests.support.eventually import eventually
from tests.support.receiver import VERIFIED, Answer

ROUNDS = 2
ANSWER_SECONDS = 0.5


async def die_around_a_post(now: Running) -> Figures:
    for _ in range(now.times(ROUNDS)):
        for point in (SENDING, ANSWERED):
            await now.some_time()
            now.note(f"webhooks dies {point}")
            now.ground.traps.lay("webhooks", point, text=str(now.dice.randint(1, 30)))
            await now.ground.traps.sprung("webhooks", point)
            await now.revive("webhooks")
        await _die_while_it_waits(now)
    return {"deaths": 3 * now.times(ROUNDS), "webhook-ids of one event": _most_ids(now)}


async def _die_while_it_waits(now: Running) -> None:
    """The receivers have the requests, and have not answered."""
    now.note("webhooks is killed while receivers take their time")
    for desk in now.desks:
        now.receiver.script(desk.hook, Answer(delay=ANSWER_SECONDS))
    before = len(now.receiver.received())
    await eventually(lambda: len(now.receiver.received()) > before + 5, within=30.0, every=0.01, what="some posts")
    await now.stack.kill("webhooks")
    for desk in now.desks:
        now.receiver.script(desk.hook, Answer())
    await now.revive("webhooks")


def _most_ids(now: Running) -> int:
    """How many webhook-ids an event has at one endpoint at most; more than one would break the promise."""
    good = [one for desk in now.desks for one in now.receiver.received(desk.hook) if one.verdict == VERIFIED]
    ids = {(one.path, one.headers["webhook-id"]) for one in good}
    most = max(Counter((path, each.split("_")[1]) for path, each in ids).values(), default=0)
    assert most <= 1, "an event came under two webhook-ids"
    return most


WEBHOOKS_KILLED = Experiment("4", "webhook worker killed in mid-POST", die_around_a_post)

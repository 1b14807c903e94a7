"""Acknowledging in batches tells the broker of every delivery exactly once, whatever the order they are done in."""

from hypothesis import given
from hypothesis import strategies as st

from shared.bus.acknowledgements import Acknowledgements


class Broker:
    """Knows what is outstanding, and closes the channel on a tag that is not, as RabbitMQ does."""

    def __init__(self, deliveries: int) -> None:
        self.outstanding = set(range(1, deliveries + 1))

    async def basic_ack(self, tag: int, *, multiple: bool = False, wait: bool = True) -> None:
        assert tag in self.outstanding, f"unknown delivery tag {tag}"
        assert wait is False
        told = {each for each in self.outstanding if each <= tag} if multiple else {tag}
        self.outstanding -= told


@given(st.permutations(range(1, 13)), st.sets(st.integers(0, 11)))
async def test_every_delivery_is_told_once(order: list[int], flushes: set[int]) -> None:
    broker = Broker(len(order))
    acknowledgements = Acknowledgements(broker)  # type: ignore[arg-type]  # the one call that it makes
    handled: set[int] = set()
    for place, tag in enumerate(order):
        acknowledgements._done.add(tag)
        handled.add(tag)
        if place in flushes:
            await acknowledgements.flush()
            assert broker.outstanding.isdisjoint(handled)
            assert broker.outstanding | handled == set(range(1, 13))
    await acknowledgements.flush()
    assert broker.outstanding == set()

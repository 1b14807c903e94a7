"""Some of the experiments in their short form: nothing acknowledged is lost, missed, doubled, or another tenant's."""

from collections.abc import Callable

import pytest

from tests.faults.experiments.api_killed import API_KILLED
from tests.faults.experiments.broker_away import BROKER_AWAY
from tests.faults.experiments.consumers_killed import CONSUMERS_KILLED
from tests.faults.experiments.database_killed import DATABASE_KILLED
from tests.faults.harness.ground import Ground
from tests.faults.harness.trial import Experiment, conduct

# How much of each is enough to see every kind of its faults once.
SHORT = (
    (API_KILLED, 0.34),
    (CONSUMERS_KILLED, 0.34),
    (BROKER_AWAY, 0.4),
    (DATABASE_KILLED, 0.3),
)
RATE = 60.0
SEED = 1


@pytest.mark.parametrize(("experiment", "scale"), SHORT, ids=[experiment.number for experiment, _ in SHORT])
async def test_every_invariant_holds(
    experiment: Experiment, scale: float, place: Ground, show: Callable[[str], None]
) -> None:
    outcome = await conduct(experiment, place, rate=RATE, seed=SEED, scale=scale)
    show(outcome.line())
    assert outcome.passed, outcome.line()

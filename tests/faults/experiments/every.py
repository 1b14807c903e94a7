"""Every experiment, in the order in which they are run: those that need the same system beside one another."""

from tests.faults.experiments.api_killed import API_KILLED
from tests.faults.experiments.bad_receivers import BAD_RECEIVERS
from tests.faults.experiments.broker_away import BROKER_AWAY
from tests.faults.experiments.broker_wiped import BROKER_WIPED
from tests.faults.experiments.consumers_killed import CONSUMERS_KILLED
from tests.faults.experiments.database_killed import DATABASE_KILLED
from tests.faults.experiments.duplicates import DUPLICATES
from tests.faults.experiments.frozen import FROZEN
from tests.faults.experiments.poison import DEADLY_EVENT, POISONED
from tests.faults.experiments.rolling_restart import ROLLING_RESTART
from tests.faults.experiments.storm import STORM, WRITES
from tests.faults.experiments.tickets_killed import TICKETS_KILLED
from tests.faults.experiments.timers import TIMERS_AT_ONCE
from tests.faults.experiments.webhooks_killed import WEBHOOKS_KILLED
from tests.faults.harness.trial import Apart, Experiment

EVERY: tuple[Experiment | Apart, ...] = (
    API_KILLED,
    TICKETS_KILLED,
    CONSUMERS_KILLED,
    WEBHOOKS_KILLED,
    BROKER_AWAY,
    BROKER_WIPED,
    DATABASE_KILLED,
    BAD_RECEIVERS,
    POISONED,
    DEADLY_EVENT,
    DUPLICATES,
    STORM,
    FROZEN,
    ROLLING_RESTART,
    TIMERS_AT_ONCE,
)
BY_NUMBER = {experiment.number: experiment for experiment in EVERY}

__all__ = ["BY_NUMBER", "EVERY", "STORM", "WRITES"]

"""Keeping a set of processes up: what dies on its own is started again after growing pauses, and said so."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deploy.local.process import Process

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
# A process that lived this long was well: its next death is a new story, with a short pause again.
WELL_AFTER_SECONDS = 60.0


@dataclass
class _Watch:
    process: Process
    started_at: float
    pause: float = FIRST_PAUSE_SECONDS
    due_at: float | None = None


class Supervisor:
    """Watches processes that were started; whoever owns it calls `look` a few times a second."""

    def __init__(self, *, say: Callable[[str], None], now: Callable[[], float] = time.monotonic) -> None:
        """Report deaths and restarts through `say`; `now` gives seconds that never go back."""
        self._say = say
        self._now = now
        self._watches: list[_Watch] = []

    def watch(self, process: Process) -> None:
        """Look after a process that runs."""
        self._watches.append(_Watch(process, started_at=self._now()))

    def look(self) -> None:
        """Notice every death since the last look, and start again what has waited long enough."""
        for watch in self._watches:
            if watch.due_at is not None:
                self._restart_when_due(watch, due_at=watch.due_at)
            elif not watch.process.alive:
                self._notice_death(watch)

    def _notice_death(self, watch: _Watch) -> None:
        process = watch.process
        if self._now() - watch.started_at >= WELL_AFTER_SECONDS:
            watch.pause = FIRST_PAUSE_SECONDS
        watch.due_at = self._now() + watch.pause
        self._say(
            f"{process.name} ended with {process.exit_code}; starting it again in {watch.pause:g} s. "
            f"Its log ({process.log}) ends:\n{process.last_words()}"
        )
        watch.pause = min(watch.pause * 2, LONGEST_PAUSE_SECONDS)

    def _restart_when_due(self, watch: _Watch, *, due_at: float) -> None:
        if self._now() < due_at:
            return
        watch.due_at = None
        watch.started_at = self._now()
        watch.process.restart()
        self._say(f"{watch.process.name} was started again")


def stop_together(processes: Sequence[Process], *, within: float = 15.0) -> None:
    """Stop processes at the same time: SIGTERM to all, at most `within` seconds for all, SIGKILL to the rest."""
    deadline = time.monotonic() + within
    for process in processes:
        process.terminate()
    for process in processes:
        process.stop(within=max(0.0, deadline - time.monotonic()))

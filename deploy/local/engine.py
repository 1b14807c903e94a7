"""What MongoDB and RabbitMQ have in common as servers of our own: start, faults, restart on the same port and data."""

from abc import ABC, abstractmethod

from deploy.local.errors import LocalError, NotInTime
from deploy.local.process import Process
from deploy.local.waiting import wait_until


class Engine(ABC):
    """A server with a port and a data directory that it keeps from one start to the next."""

    def __init__(self, process: Process, *, url: str, start_seconds: float) -> None:
        """Wrap a process that serves `url` once it is ready, at most `start_seconds` after its start."""
        self.process = process
        self.url = url
        self._start_seconds = start_seconds

    @abstractmethod
    def ready(self) -> bool:
        """Say whether it takes writes now; answers within seconds, raises nothing while it is still starting."""

    def start(self) -> None:
        """Start it and return when it takes writes. Raises LocalError with the end of its log if it does not."""
        self.process.spawn()
        self.wait_ready()

    def wait_ready(self) -> None:
        """Return when it takes writes; raises LocalError with the end of its log if it dies or takes too long."""
        try:
            wait_until(self._ready_or_dead, within=self._start_seconds, what=f"{self.process.name} takes writes")
        except NotInTime as cause:
            raise LocalError(f"{cause}; the end of {self.process.log}:\n{self.process.last_words()}") from cause

    def stop(self) -> None:
        """Stop it cleanly, by force after 20 seconds."""
        self.process.stop(within=20.0)

    def kill(self) -> None:
        """End it as a crash would (SIGKILL)."""
        self.process.kill()

    def pause(self) -> None:
        """Freeze it (SIGSTOP)."""
        self.process.pause()

    def resume(self) -> None:
        """Let it go on (SIGCONT)."""
        self.process.resume()

    def restart(self) -> None:
        """Stop it if it runs, and start it again on the same port and data; returns when it takes writes."""
        self.stop()
        self.start()

    def _ready_or_dead(self) -> bool:
        if not self.process.alive:
            words = self.process.last_words()
            raise LocalError(f"{self.process.name} ended with {self.process.exit_code}; its log ends:\n{words}")
        return self.ready()

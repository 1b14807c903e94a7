"""One program with its process group and its log file, and every signal that it may be sent."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from deploy.local.errors import LocalError

# A child asks the kernel to be killed when the thread that made it ends, so all are made by one thread that lives
# as long as this process: nothing outlives us, not even a kill -9.
_SPAWNER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spawner")
_SETPRIV = shutil.which("setpriv")


class Process:
    """A program that can be started again and again: same command, same environment, same log."""

    def __init__(
        self, name: str, *, command: Sequence[str], environment: Mapping[str, str], log: Path, directory: Path
    ) -> None:
        """Remember what to run; nothing starts before `spawn`."""
        self.name = name
        self.log = log
        self._command = tuple(command)
        self._environment = dict(environment)
        self._directory = directory
        self._running: subprocess.Popen[bytes] | None = None
        self._log_before = 0

    @property
    def pid(self) -> int:
        """The id of the process, which is also its group's. Raises LocalError before the first `spawn`."""
        return self._last().pid

    @property
    def exit_code(self) -> int | None:
        """The exit code of the last run (negative: the signal that ended it), None while it runs."""
        return self._last().poll()

    @property
    def alive(self) -> bool:
        """Whether it runs (a paused one does)."""
        return self._running is not None and self._running.poll() is None

    def spawn(self) -> None:
        """Start the program; returns before it serves. Raises LocalError where it runs already or cannot start."""
        if self.alive:
            raise LocalError(f"{self.name} runs already")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._running = _SPAWNER.submit(self._popen).result()

    def _popen(self) -> subprocess.Popen[bytes]:
        bound = (_SETPRIV, "--pdeathsig", "KILL", "--") if _SETPRIV else ()
        with self.log.open("ab") as log:
            self._log_before = log.tell()
            try:
                return subprocess.Popen(
                    [*bound, *self._command],
                    env=self._environment,
                    cwd=self._directory,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            except OSError as cause:
                raise LocalError(f"{self.name} cannot be started: {cause}") from cause

    def terminate(self) -> None:
        """Ask it to end (SIGTERM), a paused one too; returns at once."""
        if self.alive:
            self._signal(signal.SIGTERM)
            self._signal(signal.SIGCONT)

    def stop(self, *, within: float = 10.0) -> None:
        """End it and all of its group: SIGTERM, at most `within` seconds, then SIGKILL. Harmless when it is gone."""
        if self._running is None:
            return
        self.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._running.wait(timeout=within)
        self.kill()

    def kill(self) -> None:
        """End it and all of its group with SIGKILL; returns when it is gone."""
        if self._running is not None:
            self._signal(signal.SIGKILL)
            self._running.wait()

    def pause(self) -> None:
        """Freeze it (SIGSTOP): its sockets stay open and nothing answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a frozen one go on (SIGCONT)."""
        self._signal(signal.SIGCONT)

    def restart(self, *, within: float = 10.0) -> None:
        """Stop it if it still runs, and start it again."""
        self.stop(within=within)
        self.spawn()

    def last_words(self, *, lines: int = 15) -> str:
        """Return the end of what it logged since its last start, for a message about its death."""
        with suppress(OSError), self.log.open("rb") as log:
            log.seek(self._log_before)
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])
        return ""

    def _last(self) -> subprocess.Popen[bytes]:
        if self._running is None:
            raise LocalError(f"{self.name} was never started")
        return self._running

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)

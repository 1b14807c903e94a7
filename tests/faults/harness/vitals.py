"""How many files each process has open and how much memory it has: what must return to where it was."""

from contextlib import suppress
from dataclasses import dataclass

import psutil

from tests.faults.harness.findings import Findings, Invariant
from tests.support.stack import Stack

MIB = 2**20
# Pools of connections stay as wide as they once were, and caches as full.
MORE_FILES = 120
MORE_MEMORY_MIB = 120.0


@dataclass(frozen=True, slots=True)
class Vitals:
    """By the process's name."""

    files: dict[str, int]
    memory_mib: dict[str, float]

    def growth(self, before: "Vitals") -> tuple[int, float]:
        """By how many files and MiB the process grew that grew most."""
        files = max((count - before.files.get(name, count) for name, count in self.files.items()), default=0)
        mib = max((size - before.memory_mib.get(name, size) for name, size in self.memory_mib.items()), default=0.0)
        return files, mib


def vitals(stack: Stack) -> Vitals:
    """As they are now; a process that is away is left out."""
    files, memory = {}, {}
    for process in stack.processes():
        with suppress(psutil.Error):
            seen = psutil.Process(process.pid)
            files[process.name], memory[process.name] = seen.num_fds(), seen.memory_info().rss / MIB
    return Vitals(files, memory)


def judge(after: Vitals, *, before: Vitals, findings: Findings) -> None:
    """Note the processes that have grown beyond what pools and caches explain."""
    many = (n for n, count in after.files.items() if count > before.files.get(n, count) + MORE_FILES)
    findings.note(Invariant.BACK_TO_REST, "processes with many more open files", many)
    large = (n for n, size in after.memory_mib.items() if size > before.memory_mib.get(n, size) + MORE_MEMORY_MIB)
    findings.note(Invariant.BACK_TO_REST, "processes with much more memory", large)

"""Promises of the supervisor: a death is noticed, said, and followed by a start after growing pauses."""

import os
from pathlib import Path

from deploy.local.process import Process
from deploy.local.processes import product_process
from deploy.local.supervisor import Supervisor, stop_together
from tests.support.eventually import eventually


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _dying(logs: Path) -> Process:
    environment = {**os.environ, "STAND_IN_DIES": "1"}
    return product_process("sla", port=1, environment=environment, logs=logs, module="tests.support.stand_in")


async def _die(process: Process) -> None:
    await eventually(lambda: not process.alive, what="it dies")


async def test_a_process_that_keeps_dying_is_started_after_growing_pauses(tmp_path: Path) -> None:
    clock, said, process = Clock(), list[str](), _dying(tmp_path)
    supervisor = Supervisor(say=said.append, now=clock)
    process.spawn()
    supervisor.watch(process)

    for pause in (1.0, 2.0, 4.0):
        await _die(process)
        supervisor.look()
        assert f"sla ended with 3; starting it again in {pause:g} s" in said[-1]
        assert said[-1].count("no reason to live") == 1
        died = process.pid
        clock.now += pause - 0.1
        supervisor.look()
        assert process.pid == died
        clock.now += 0.1
        supervisor.look()
        assert process.pid != died
        assert said[-1] == "sla was started again"
    process.kill()


async def test_a_death_after_a_long_life_is_a_new_story(tmp_path: Path) -> None:
    clock, said, process = Clock(), list[str](), _dying(tmp_path)
    supervisor = Supervisor(say=said.append, now=clock)
    process.spawn()
    supervisor.watch(process)
    await _die(process)
    supervisor.look()
    clock.now = 1.0
    supervisor.look()
    await _die(process)

    clock.now = 100.0
    supervisor.look()

    assert "again in 1 s" in said[-1]


def test_processes_stop_within_the_time_of_the_slowest(tmp_path: Path) -> None:
    stubborn = [
        Process(
            f"stubborn-{number}",
            command=("sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"),
            environment=os.environ,
            log=tmp_path / "log",
            directory=tmp_path,
        )
        for number in range(3)
    ]
    for process in stubborn:
        process.spawn()

    stop_together(stubborn, within=0.3)

    assert [process.alive for process in stubborn] == [False] * 3

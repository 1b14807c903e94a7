"""Promises of the product's processes: start, faults, stop, all of their group."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from deploy.local.errors import LocalError
from deploy.local.ports import free_port, free_ports
from deploy.local.process import Process
from deploy.local.processes import address_settings, product_process
from tests.support.eventually import eventually

STAND_IN = "tests.support.stand_in"


class Made:
    """Makes stand-in processes and remembers them."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.processes: list[Process] = []

    def __call__(self, *, port: int, copy: int = 1, **settings: str) -> Process:
        environment = {**os.environ, "STAND_IN_FOR": "sla", **settings}
        process = product_process("sla", port=port, copy=copy, environment=environment, logs=self.logs, module=STAND_IN)
        self.processes.append(process)
        return process


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Made]:
    made = Made(tmp_path)
    yield made
    for process in made.processes:
        process.stop(within=1)


def _ids(port: int) -> list[int]:
    return [int(word) for word in httpx.get(f"http://127.0.0.1:{port}", timeout=0.5, verify=False).text.split()]


def _gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


async def test_stop_ends_a_process_and_its_children(make: Made) -> None:
    port = free_port()
    process = make(port=port)
    process.spawn()
    own, child = await eventually(lambda: _ids(port))

    process.stop(within=5)

    assert own == process.pid
    assert not process.alive
    await eventually(lambda: _gone(child), what="the child is gone")


async def test_stop_ends_a_process_that_ignores_the_request(make: Made) -> None:
    port = free_port()
    process = make(port=port, STAND_IN_STUBBORN="1")
    process.spawn()
    await eventually(lambda: _ids(port))

    process.stop(within=0.2)

    assert process.exit_code == -9


async def test_a_paused_process_is_silent_until_it_resumes_and_can_be_stopped(make: Made) -> None:
    port = free_port()
    process = make(port=port)
    process.spawn()
    await eventually(lambda: _ids(port))

    process.pause()
    with pytest.raises(httpx.TimeoutException):
        _ids(port)
    process.resume()
    await eventually(lambda: _ids(port))
    process.pause()
    process.stop(within=5)

    assert process.exit_code == -15


async def test_a_killed_process_comes_back_on_its_port_and_adds_to_its_log(make: Made) -> None:
    port = free_port()
    process = make(port=port)
    process.spawn()
    first, _ = await eventually(lambda: _ids(port))

    process.kill()
    assert process.exit_code == -9
    logged = process.log.read_text()
    process.restart()
    second, _ = await eventually(lambda: _ids(port))

    assert second != first
    assert '"GET / ' in logged
    assert process.log.read_text().startswith(logged)
    assert process.last_words().count("GET") < process.log.read_text().count("GET")


async def test_copies_of_a_service_have_ports_and_logs_of_their_own(make: Made) -> None:
    ports = free_ports(2)
    copies = [make(port=port, copy=number) for number, port in enumerate(ports, start=1)]
    for process in copies:
        process.spawn()

    answers = [(await eventually(lambda port=port: _ids(port)))[0] for port in ports]  # type: ignore[misc]

    assert answers == [process.pid for process in copies]
    assert [process.log.name for process in copies] == ["sla.log", "sla-2.log"]


def test_a_running_process_is_not_started_twice(make: Made) -> None:
    process = make(port=free_port())
    process.spawn()
    with pytest.raises(LocalError, match="runs already"):
        process.spawn()


def test_services_find_every_copy_of_one_another() -> None:
    assert address_settings({"webhooks": (9001, 9002)}) == {
        "HELPDESK_WEBHOOKS_URL": "http://127.0.0.1:9001,http://127.0.0.1:9002"
    }


def test_a_taken_preference_is_passed_over() -> None:
    wanted = free_port()
    assert free_port(preferred=wanted) == wanted
    with socket.create_server(("127.0.0.1", wanted)):
        assert free_port(preferred=wanted) != wanted

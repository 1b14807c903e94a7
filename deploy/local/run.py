"""The whole system on this machine, from nothing to serving and back: what `make run` does."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import FrameType

from deploy.local.claim import claimed
from deploy.local.errors import LocalError
from deploy.local.greeting import greeting
from deploy.local.opening import Opening
from deploy.local.ports import free_port, is_free
from deploy.local.process import Process
from deploy.local.processes import GATEWAY, PORTS, address_settings, host_for, port_setting, product_process
from deploy.local.secrets_kept import secrets_for
from deploy.local.servers import Servers, bring_servers
from deploy.local.supervisor import Supervisor, stop_together

_LOOK_EVERY_SECONDS = 0.2


def run(*, parent: int | None = None) -> None:
    """Bring everything up and keep it up until SIGINT, SIGTERM or SIGHUP, then stop services before servers.

    With `parent` it also stops when that process is gone. Raises LocalError where the system cannot be brought up.
    """
    _listen(_interrupt)
    data = Path(os.environ.get("HELPDESK_DATA_DIR") or ".data").resolve()
    with claimed(data), ExitStack() as cleanup:
        try:
            _serve(data=data, cleanup=cleanup, parent_gone=partial(_gone, parent))
        except KeyboardInterrupt:
            say("stopping")
        finally:
            _listen(signal.SIG_IGN)
    say("stopped")


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def ports_for(environment: Mapping[str, str]) -> dict[str, int]:
    """Return each service's port: the setting's, else its usual one, else (not for the gateway) a free one.

    Raises LocalError where a port that must be had is taken or is no number.
    """
    ports = {}
    for service, usual in PORTS.items():
        given = environment.get(port_setting(service))
        if given and not given.isdecimal():
            raise LocalError(f"{port_setting(service)} is no port: {given}")
        if given or service == GATEWAY:
            ports[service] = int(given or usual)
            if not is_free(ports[service]):
                raise LocalError(f"port {ports[service]} is taken: set {port_setting(service)} to a free one")
        else:
            ports[service] = free_port(preferred=usual)
    return ports


def settings_for(*, ports: Mapping[str, int], servers: Servers, data: Path) -> dict[str, str]:
    """Return the environment of every service: what is set, and for what is not, what was made here."""
    made = {
        **address_settings({service: (port,) for service, port in ports.items()}, host=host_for(os.environ)),
        "HELPDESK_MONGO_URL": servers.mongo_url,
        "HELPDESK_AMQP_URL": servers.amqp_url,
        "HELPDESK_SEARCH_DIR": str(data / "search"),
    }
    given = {name: value for name, value in os.environ.items() if value or name not in made}
    return {**made, **given, **secrets_for(os.environ, data=data)}


def _serve(*, data: Path, cleanup: ExitStack, parent_gone: Callable[[], bool]) -> None:
    ports = ports_for(os.environ)
    supervisor = Supervisor(say=say)
    say(f"starting MongoDB and RabbitMQ (data in {data})")
    servers = bring_servers(data=data, logs=data / "logs", environment=os.environ)
    cleanup.callback(servers.stop)
    for engine in servers.engines:
        supervisor.watch(engine.process)
    settings = settings_for(ports=ports, servers=servers, data=data)
    say(f"starting {', '.join(ports)}")
    services = [
        product_process(name, port=port, environment=settings, logs=data / "logs") for name, port in ports.items()
    ]
    cleanup.callback(stop_together, services)
    _start(services, supervisor=supervisor)
    opening = Opening(
        base_url=f"http://{host_for(os.environ)}:{ports[GATEWAY]}",
        operator_token=settings["HELPDESK_OPERATOR_TOKEN"],
        demo_file=data / "demo.json",
        say=say,
        greet=partial(greeting, mongo_url=servers.mongo_url, amqp_url=servers.amqp_url, data=data),
    )
    while not parent_gone():
        supervisor.look()
        opening.look()
        time.sleep(_LOOK_EVERY_SECONDS)


def _start(services: list[Process], *, supervisor: Supervisor) -> None:
    for service in services:
        service.spawn()
        supervisor.watch(service)


def _gone(parent: int | None) -> bool:
    return parent is not None and os.getppid() != parent


def _listen(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    _listen(signal.SIG_IGN)  # what follows is bounded, and a second Ctrl-C must not cut it short
    raise KeyboardInterrupt

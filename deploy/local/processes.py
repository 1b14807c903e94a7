"""The product's own processes: which there are, where each listens, how one is started."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local.ports import LOOPBACK
from deploy.local.process import Process

ROOT = Path(__file__).resolve().parents[2]
GATEWAY = "gateway"
# Every process of the product with the port that it takes when nobody says otherwise.
PORTS = {
    GATEWAY: 8080,
    "tickets": 8101,
    "routing": 8102,
    "sla": 8103,
    "webhooks": 8104,
    "notifications": 8105,
    "search": 8106,
}


def module_of(service: str) -> str:
    """Return the module that `python -m` runs for a service."""
    return service if service == GATEWAY else f"services.{service}"


def port_setting(service: str) -> str:
    """Return the name of the setting that says where a service listens."""
    return f"HELPDESK_{service.upper()}_PORT"


def host_for(environment: Mapping[str, str]) -> str:
    """Return the address at which this machine reaches what listens on HELPDESK_HOST."""
    host = environment.get("HELPDESK_HOST") or LOOPBACK
    return LOOPBACK if host == "0.0.0.0" else host


def address_settings(ports: Mapping[str, Sequence[int]], *, host: str = LOOPBACK) -> dict[str, str]:
    """Return the settings by which services find one another: each service's URLs, comma-separated."""
    return {
        f"HELPDESK_{service.upper()}_URL": ",".join(f"http://{host}:{port}" for port in copies)
        for service, copies in ports.items()
    }


def product_process(
    service: str,
    *,
    port: int,
    environment: Mapping[str, str],
    logs: Path,
    copy: int = 1,
    module: str | None = None,
) -> Process:
    """Return one process of a service, not yet started.

    It listens on `port` and logs to `<logs>/<service>.log`; the second and later copies are called `<service>-<copy>`.
    `environment` is all that it sees, besides its port; `module` stands in for the service's own.
    """
    name = service if copy == 1 else f"{service}-{copy}"
    return Process(
        name,
        command=(sys.executable, "-m", module or module_of(service)),
        environment={**environment, port_setting(service): str(port), "PYTHONUNBUFFERED": "1"},
        log=logs / f"{name}.log",
        directory=ROOT,
    )

"""A RabbitMQ broker of our own: a node apart from any system broker, on the loopback interface."""

import os
import shutil
import uuid
from pathlib import Path

from deploy.local.amqp import lets_in
from deploy.local.debian import install_rabbitmq
from deploy.local.engine import Engine
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.process import Process

_START_SECONDS = 90.0
# The script that starts a node as whoever calls it; Debian's on the PATH insists on root and the system's own places.
_PLAIN_SCRIPT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


class RabbitServer(Engine):
    """A broker with its data in one directory and, for as long as the object lives, one port."""

    def __init__(self, *, data: Path, log: Path, port: int | None = None) -> None:
        """Keep data in `data`, listen on `port` or a free one; installs RabbitMQ where it is missing.

        Raises LocalError where there is none and it cannot be installed.
        """
        script = find_rabbitmq() or install_rabbitmq(find_rabbitmq)
        data.mkdir(parents=True, exist_ok=True)
        self.data = data
        self.port = port or free_port()
        self.url = f"amqp://guest:guest@{LOOPBACK}:{self.port}/"
        # With input allowed the script becomes the broker instead of waiting for a child: signals and kills reach it.
        command = [str(script), "-noinput"]
        process = Process("rabbitmq", command=command, environment=_environment(data), log=log, directory=data)
        _write_config(data, port=self.port)
        super().__init__(process, url=self.url, start_seconds=_START_SECONDS)

    def ready(self) -> bool:
        """Say whether it lets its user in."""
        return lets_in(self.url)


def find_rabbitmq() -> Path | None:
    """Return the script that starts a broker, or None."""
    on_path = shutil.which("rabbitmq-server")
    if _PLAIN_SCRIPT.is_file():
        return _PLAIN_SCRIPT
    return Path(on_path) if on_path else None


def _write_config(data: Path, *, port: int) -> None:
    (data / "conf.d").mkdir(exist_ok=True)
    (data / "rabbitmq.conf").write_text(f"listeners.tcp.local = {LOOPBACK}:{port}\nlog.console = true\n")
    (data / "advanced.config").write_text("[].\n")
    (data / "enabled_plugins").write_text("[].\n")
    (data / "rabbitmq-env.conf").write_text("")


def _node_name(data: Path) -> str:
    """Return the name under which the data were written: a broker finds its data only under its own name."""
    kept = data / "node-name"
    if not kept.exists():
        kept.write_text(f"helpdesk-{uuid.uuid4().hex[:12]}@localhost")
    return kept.read_text()


def _environment(data: Path) -> dict[str, str]:
    """Everything that would otherwise come from the system's broker, set to a place under `data`."""
    foreign = ("RABBITMQ_", "ERL_", "NOTIFY_SOCKET")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)} | {
        "HOME": str(data),
        "ERL_EPMD_ADDRESS": LOOPBACK,
        "RABBITMQ_ALLOW_INPUT": "true",
        "RABBITMQ_NODENAME": _node_name(data),
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        "RABBITMQ_MNESIA_BASE": str(data / "mnesia"),
        "RABBITMQ_LOG_BASE": str(data / "log"),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_PID_FILE": str(data / "pid"),
        "RABBITMQ_CONF_ENV_FILE": str(data / "rabbitmq-env.conf"),
        "RABBITMQ_CONFIG_FILE": str(data / "rabbitmq.conf"),
        "RABBITMQ_CONFIG_FILES": str(data / "conf.d"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(data / "advanced.config"),
        "RABBITMQ_GENERATED_CONFIG_DIR": str(data / "generated"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(data / "enabled_plugins"),
    }

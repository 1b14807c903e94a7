"""The walls of the house: which room may import what, read from the source itself."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SERVICES = sorted(path.parent.name for path in ROOT.glob("services/*/__main__.py"))
EVERYWHERE = {"shared.log", "shared.telemetry", "shared.trace", "shared.vocabulary"}

ROOMS: dict[str, set[str]] = {
    "domain": {"shared.vocabulary", "shared.errors"},
    "usecases": {
        "@domain",
        "@usecases",
        "shared.events",
        "shared.dialects",
        "shared.errors",
        "shared.ids",
        "shared.clock",
        *EVERYWHERE,
    },
    "api": {
        "@usecases",
        "@domain",
        "@api",
        "fastapi",
        "pydantic",
        "shared.dialects",
        "shared.events",
        "shared.http",
        "shared.identity",
        "shared.idempotency",
        "shared.errors",
        *EVERYWHERE,
    },
    "consumers": {"@usecases", "shared.events", "shared.clock", "shared.bus", *EVERYWHERE},
    "timers": {"@usecases", "@timers", "shared.events", "shared.clock", "shared.bus", *EVERYWHERE},
    "store": {
        "@domain",
        "@store",
        "motor",
        "pymongo",
        "bson",
        "shared.mongo",
        "shared.bus.outbox",
        "shared.events",
        "shared.crypto",
        "shared.errors",
        "shared.ids",
        *EVERYWHERE,
    },
    "clients": {
        "@domain",
        "@clients",
        "httpx",
        "pydantic",
        "standardwebhooks",
        "shared.retry",
        "shared.identity",
        "shared.http",
        "shared.errors",
        *EVERYWHERE,
    },
}
EXTRA = {(house, "clients"): {"aiohttp", "yarl"} for house in ("gateway", "services.webhooks")}
EXTRA["services.notifications", "clients"] = {"aiosmtplib"}


def houses() -> list[tuple[str, Path]]:
    """The gateway and every service: the import path and the folder of each."""
    gateway = [("gateway", ROOT / "gateway")] if (ROOT / "gateway").is_dir() else []
    return [*gateway, *((f"services.{name}", ROOT / "services" / name) for name in SERVICES)]


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it; relative imports are refused outright."""
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module == "shared")


def under(module: str, allowed: str) -> bool:
    return module == allowed or module.startswith(allowed + ".")


def room_files() -> list[tuple[str, str, Path]]:
    return [
        (house, room, path)
        for house, folder in houses()
        for room in ROOMS
        for path in sorted((folder / room).rglob("*.py"))
    ]


def trespasses(house: str, room: str, path: Path) -> list[str]:
    allowed = {f"{house}.{name[1:]}" if name.startswith("@") else name for name in ROOMS[room]}
    allowed |= EXTRA.get((house, room), set())
    if room == "domain":
        allowed.add(f"{house}.domain")
    return [
        module
        for module in imports(path)
        if module.split(".")[0] not in sys.stdlib_module_names
        and module != "shared"
        and not any(under(module, each) for each in allowed)
    ]


@pytest.mark.parametrize(
    ("house", "room", "path"), [pytest.param(*row, id=str(row[2].relative_to(ROOT))) for row in room_files()]
)
def test_a_room_imports_only_what_the_table_allows(house: str, room: str, path: Path) -> None:
    assert trespasses(house, room, path) == []


def test_no_service_imports_another() -> None:
    for house, folder in houses():
        others = {other for other, _ in houses()} - {house}
        for path in folder.rglob("*.py"):
            strays = [module for module in imports(path) if any(under(module, other) for other in others)]
            assert strays == [], path


def test_shared_imports_no_service() -> None:
    for path in (ROOT / "shared").rglob("*.py"):
        strays = [module for module in imports(path) if module.split(".")[0] in {"gateway", "services", "tests"}]
        assert strays == [], path


def test_only_the_bus_knows_the_broker() -> None:
    clients = ("aio_pika", "aiormq", "pamqp")
    users = {
        path.parent.relative_to(ROOT).as_posix()
        for folder in ("gateway", "services", "shared")
        for path in (ROOT / folder).rglob("*.py")
        if any(under(module, client) for module in imports(path) for client in clients)
    }
    assert users == {"shared/bus"}


def test_every_package_is_in_a_room() -> None:
    known = {*ROOMS, "__pycache__"}
    for house, folder in houses():
        rooms = {path.name for path in folder.iterdir() if path.is_dir()}
        assert rooms <= known, house


def test_a_trespass_is_seen(tmp_path: Path) -> None:
    intruder = tmp_path / "ticket.py"
    intruder.write_text("import motor\nfrom shared.bus import publisher\nfrom services.sla.domain import watch\n")
    assert trespasses("services.tickets", "domain", intruder) == ["motor", "shared.bus", "services.sla.domain"]

"""How fast the index answers: `python -m bench.search [--tickets 100000]`.

Fills one tenant's index with subjects of six words out of 5,000 (five of them common) and an opening message of twenty,
then asks for the newest 26, one query at a time, then 16 at once, and at last stores one ticket at a time.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from uuid import UUID

import uvloop

from bench.system import keep
from services.search.domain.entry import Entry
from services.search.domain.query import Query
from services.search.domain.text import folded
from services.search.store.index import SqliteIndex

TENANT = UUID(int=1)
FIRST_MILLISECOND = 1_760_000_000_000
COMMON = ("order", "refund", "invoice", "login", "late")
BATCH = 500
TIMES = 200
AT_ONCE = 16
QUERIES: dict[str, tuple[str, bool]] = {
    "common word": ("order", False),
    "rare word": ("zanzibarik", False),
    "three letters": ("ord", False),
    "part across words": ("r refu", False),
    "two common words": ("late order", False),
    "one letter": ("q", False),
    "a miss": ("nowhere to be found", False),
    "a miss of common parts": ("orderefundlate", False),
    "common word in messages": ("order", True),
    "rare word in messages": ("zanzibarik", True),
    "three words in messages": ("late refund invoice", True),
    "a miss in messages": ("nowhere to be found", True),
}


def entries(count: int) -> Iterator[Entry]:
    """Tickets in the order of their creation, some milliseconds apart."""
    chance = random.Random(7)
    letters = "abcdefghijklmnoprstuvw"
    words = ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(4_800)] + list(COMMON) * 40
    millisecond = FIRST_MILLISECOND
    for number in range(count):
        millisecond += chance.randint(1, 5)
        ticket_id = UUID(int=(millisecond << 80) | (7 << 76) | (2 << 62) | chance.getrandbits(62))
        subject, opening = (" ".join(chance.choices(words, k=k)) for k in (6, 20))
        rare = " Zanzibarik" if number == count // 3 else ""
        yield Entry(TENANT, ticket_id, 1, subject + rare, opening + rare)


async def fill(index: SqliteIndex, *, count: int) -> float:
    """Entries a second."""
    started, batch = perf_counter(), list[Entry]()
    async with index.anew(TENANT) as fresh:
        for entry in entries(count):
            batch.append(entry)
            if len(batch) == BATCH:
                await fresh.add(batch)
                batch = []
        await fresh.add(batch)
    await index.declare_complete()
    return count / (perf_counter() - started)


def query(name: str) -> Query:
    text, messages = QUERIES[name]
    return Query(TENANT, folded(text), messages=messages, notes=True, after=None, limit=26)


async def measure(index: SqliteIndex, name: str) -> dict[str, float]:
    """Milliseconds of one query at a time, and how many there are."""
    took, found = [], 0
    for _ in range(TIMES):
        started = perf_counter()
        found = len(await index.search(query(name)))
        took.append((perf_counter() - started) * 1000)
    cuts = statistics.quantiles(took, n=20)
    return {"found": found, "p50_ms": round(cuts[9], 2), "p95_ms": round(cuts[18], 2)}


async def mixed(index: SqliteIndex) -> float:
    """Queries a second, of all kinds in turn, 16 at once."""
    names = list(QUERIES) * (TIMES // 10)
    turn = iter(names)

    async def ask() -> None:
        for name in turn:
            await index.search(query(name))

    started = perf_counter()
    await asyncio.gather(*(ask() for _ in range(AT_ONCE)))
    return len(names) / (perf_counter() - started)


async def writing(index: SqliteIndex) -> float:
    """Median milliseconds of storing one more ticket, which is one commit."""
    took = []
    for entry in entries(100):
        started = perf_counter()
        await index.put(Entry(TENANT, UUID(int=entry.ticket_id.int + (1 << 100)), 1, entry.subject, entry.opening))
        took.append((perf_counter() - started) * 1000)
    return statistics.median(took)


def size_of(folder: Path) -> int:
    """Bytes of all databases."""
    return sum(path.stat().st_size for path in folder.rglob("*.db"))


async def run(*, count: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        index = SqliteIndex(Path(folder))
        filled = await fill(index, count=count)
        size = size_of(Path(folder))
        result = {
            "tickets": count,
            "filled_per_second": round(filled),
            "bytes_per_ticket": round(size / count),
            "queries": {name: await measure(index, name) for name in QUERIES},
            "mixed_per_second": round(await mixed(index)),
            "write_p50_ms": round(await writing(index), 2),
        }
        await index.close()
    return result


def main() -> None:
    """Run, print a table, and leave the figures in `bench/results/search.json`."""
    parser = argparse.ArgumentParser(prog="bench.search")
    parser.add_argument("--tickets", type=int, default=100_000)
    result = uvloop.run(run(count=parser.parse_args().tickets))
    queries = result["queries"]
    assert isinstance(queries, dict)
    print(f"{'':28}{'found':>8}{'p50 ms':>10}{'p95 ms':>10}")
    for name, row in queries.items():
        print(f"{name:28}{row['found']:>8}{row['p50_ms']:>10}{row['p95_ms']:>10}")
    print({name: value for name, value in result.items() if name != "queries"})
    keep("search", result)


if __name__ == "__main__":
    main()

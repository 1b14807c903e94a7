"""Replies to many chats at once: `python -m bench.messengers [--chats 1000] [--replies 5] [--bots 5] [--copies 2]`.

Every platform that is imitated keeps the time of each call. Said is how many messages a second went out, and whether
chats kept their order and bots and chats their pace: a message a second in a chat, thirty a second of a bot.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from bench.conversations import Figures, answer_all
from bench.system import ROOT, backing_servers, keep
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.process import Process
from tests.integration.notifications.desk import open_desk
from tests.support.fake_telegram import TelegramControl

WANTED = {"in_order": True, "refused": 0, "least_apart": 1.0, "most_in_a_second": 30}


@contextmanager
def imitated_telegram() -> Iterator[str]:
    """The URL of a fake in a process of its own."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        command = (sys.executable, "-m", "tests.support.fake_telegram", "--local", "--port", str(port))
        process = Process("telegram", command=command, environment={}, log=Path(folder) / "log", directory=ROOT)
        process.spawn()
        try:
            yield f"http://{LOOPBACK}:{port}"
        finally:
            process.stop()


async def measure(*, chats: int, replies: int, bots: int, copies: int) -> Figures:
    with backing_servers() as servers, imitated_telegram() as url, tempfile.TemporaryDirectory() as folder:
        async with (
            TelegramControl(url) as telegram,
            open_desk(servers, directory=Path(folder), telegram_url=url, copies=copies) as desk,
        ):
            return await answer_all(desk, telegram, bots=bots, chats=chats, replies=replies)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=1_000)
    parser.add_argument("--replies", type=int, default=5)
    parser.add_argument("--bots", type=int, default=5)
    parser.add_argument("--copies", type=int, default=2)
    options = parser.parse_args()
    rows = {}
    for bots in sorted({1, options.bots}):
        share = options.chats * bots // options.bots
        result = asyncio.run(measure(chats=share, replies=options.replies, bots=bots, copies=options.copies))
        rows[f"{bots} bots, {share} chats"] = asdict(result)
        print(f"{bots} bots, {share} chats: " + "  ".join(f"{key}={value}" for key, value in asdict(result).items()))
    print(f"wanted {WANTED}")
    keep("messengers", rows)


if __name__ == "__main__":
    main()

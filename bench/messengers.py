"""Replies to many chats at once: `python -m bench.messengers [--chats 1000] [--replies 5] [--bots 5] [--copies 2]`.

By one bot with its share of the chats, and by all of them, on each platform. The imitated platforms keep the time of
each call, and refuse what comes too fast. Said is how many messages a second went out, and whether chats kept their
order and chats and bots their pace: on Telegram a message a second in a chat, on MAX two, and on both thirty a second
of a bot.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx

from bench.conversations import Imitation, answer_all
from bench.system import ROOT, backing_servers, cpu_seconds, eventually, keep
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.process import Process
from shared.vocabulary import Channel
from tests.integration.notifications.desk import open_desk
from tests.support.fake_max import MaxControl
from tests.support.fake_telegram import TelegramControl

WANTED = {"in_order": True, "refused": 0, "least_apart": {"telegram": 1.0, "max": 0.5}, "most_in_a_second": 30}


@contextmanager
def imitated(module: str) -> Iterator[str]:
    """The URL of a fake in a process of its own."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        command = (sys.executable, "-m", module, "--local", "--port", str(port))
        process = Process(module, command=command, environment={}, log=Path(folder) / "log", directory=ROOT)
        process.spawn()
        try:
            yield f"http://{LOOPBACK}:{port}"
        finally:
            process.stop()


async def measure(kind: Channel, *, chats: int, replies: int, bots: int, copies: int) -> dict[str, Any]:
    with (
        backing_servers() as servers,
        imitated("tests.support.fake_telegram") as telegram_url,
        imitated("tests.support.fake_max") as max_url,
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
    ):
        async with open_desk(
            servers, directory=Path(folder), telegram_url=telegram_url, max_url=max_url, copies=copies
        ) as desk:
            platform: Imitation = TelegramControl(telegram_url) if kind is Channel.TELEGRAM else MaxControl(max_url)
            async with platform:
                await eventually(lambda: serves(platform), within=15, what="the imitation serves")
                before = cpu_seconds()["notifications"]
                result = await answer_all(desk, platform, bots=bots, chats=chats, replies=replies)
                cpu = cpu_seconds()["notifications"] - before
                return {**asdict(result), "cpu_ms_per_message": 1000 * cpu / result.messages}


async def serves(platform: Imitation) -> bool:
    try:
        await platform.calls()
    except httpx.TransportError:
        return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=1_000)
    parser.add_argument("--replies", type=int, default=5)
    parser.add_argument("--bots", type=int, default=5)
    parser.add_argument("--copies", type=int, default=2)
    options = parser.parse_args()
    rows = {}
    for kind in (Channel.TELEGRAM, Channel.MAX):
        for bots in sorted({1, options.bots}):
            share = options.chats * bots // options.bots
            result = asyncio.run(measure(kind, chats=share, replies=options.replies, bots=bots, copies=options.copies))
            name = f"{kind.value}, bots {bots}, chats {share}"
            rows[name] = result
            print(f"{name}: " + "  ".join(f"{key}={value}" for key, value in rows[name].items()), flush=True)
    print(f"wanted {WANTED}")
    keep("messengers", rows)


if __name__ == "__main__":
    main()

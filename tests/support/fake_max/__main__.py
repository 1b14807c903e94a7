"""Runs the fake for demonstrations: python -m tests.support.fake_max --port N."""

import argparse
import asyncio
import signal

from .control import MaxControl
from .rules import Rules
from .server import running


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.fake_max", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8082)
    parser.add_argument("--local", action="store_true", help="accept plain HTTP webhooks")
    parser.add_argument("--know-everyone", action="store_true", help="bots may write to dialogs that were never opened")
    parser.add_argument("--pacing", action="store_true", help="answer 429 to a bot that writes too fast")
    parser.add_argument("--bot", action="append", default=[], metavar="TOKEN", help="register a bot (may be repeated)")
    chosen = parser.parse_args()
    rules = Rules(local=chosen.local, know_everyone=chosen.know_everyone, pacing=chosen.pacing)
    asyncio.run(_serve(rules, host=chosen.host, port=chosen.port, tokens=chosen.bot))


async def _serve(rules: Rules, *, host: str, port: int, tokens: list[str]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with running(rules=rules, host=host, port=port) as url, MaxControl(url) as control:
        for token in tokens:
            await control.register_bot(token)
        print(f"fake MAX Bot API at {url}, control at {url}/control", flush=True)
        await stop.wait()


if __name__ == "__main__":
    main()

"""From started to serving: waits for the gateway's word, then opens the demo and greets."""

import time
from collections.abc import Callable
from pathlib import Path

import httpx

from deploy.local.demo import Demo, open_demo

_STILL_WAITING_EVERY_SECONDS = 15.0
_DEMO_RETRY_SECONDS = 5.0


class Opening:
    """The steps between starting the processes and greeting; whoever owns it calls `look` a few times a second."""

    def __init__(
        self,
        *,
        base_url: str,
        operator_token: str,
        demo_file: Path,
        say: Callable[[str], None],
        greet: Callable[[Demo], str],
    ) -> None:
        """Open the system at `base_url`; `say` prints, `greet` turns the demo into what is printed at the end."""
        self._base_url = base_url
        self._operator_token = operator_token
        self._demo_file = demo_file
        self._say = say
        self._greet = greet
        self._done = False
        self._not_before = 0.0
        self._said_at = time.monotonic()

    def look(self) -> None:
        """Take the next step if it can be taken; returns within seconds."""
        if self._done or time.monotonic() < self._not_before:
            return
        missing = what_is_missing(self._base_url)
        if missing is None:
            self._open()
        elif time.monotonic() - self._said_at >= _STILL_WAITING_EVERY_SECONDS:
            self._said_at = time.monotonic()
            self._say(f"still waiting for every service to serve: {missing}")

    def _open(self) -> None:
        try:
            demo = open_demo(self._demo_file, base_url=self._base_url, operator_token=self._operator_token)
        except httpx.HTTPError as failure:
            self._not_before = time.monotonic() + _DEMO_RETRY_SECONDS
            self._say(f"the demo tenant could not be made yet, trying again in {_DEMO_RETRY_SECONDS:g} s: {failure}")
            return
        self._done = True
        self._say(self._greet(demo))


def what_is_missing(base_url: str) -> str | None:
    """Return None once the gateway at `base_url` says that the whole system serves, else what it says instead."""
    try:
        answer = httpx.get(f"{base_url}/readyz", params={"system": "1"}, timeout=5.0, verify=False)
    except httpx.HTTPError as failure:
        return f"the gateway does not answer ({failure})"
    return None if answer.status_code == 200 else answer.text[:500]

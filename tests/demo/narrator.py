"""What is printed: who said what to whom, and which calls were made."""

import textwrap
from dataclasses import dataclass

WIDTH = 100
INDENT = 18


@dataclass
class Narrator:
    """`steps` counts what was waited for and seen."""

    steps: int = 0

    def scene(self, title: str) -> None:
        print(f"\n=== {title}\n", flush=True)

    def called(self, method: str, path: str, *, status: int, gist: str = "") -> None:
        """A call of the REST API."""
        self._line("REST", f"{method} {path} → {status}{'  ' + gist if gist else ''}")

    def did(self, name: str, deed: str) -> None:
        """Something that a customer did, besides writing."""
        self._line(name, f"({deed})")

    def wrote(self, name: str, text: str, *, buttons: list[list[str]] | None = None) -> None:
        """Something that stands in the chat now, with its buttons row by row."""
        rows = ["  ".join(f"[{label}]" for label in row) for row in buttons or []]
        self._line(name, "\n".join([text, *rows]))

    def saw(self, what: str) -> None:
        """A step of the script that came about."""
        self.steps += 1
        self._line("✓", what)

    def failed(self, why: str) -> None:
        print(f"\n!!! not seen: {why}", flush=True)

    def _line(self, name: str, text: str) -> None:
        lines = [part for line in text.split("\n") for part in textwrap.wrap(line, WIDTH - INDENT) or [""]]
        first, *rest = lines
        print(f"{name:>{INDENT - 2}}  {first}", *(" " * INDENT + line for line in rest), sep="\n", flush=True)

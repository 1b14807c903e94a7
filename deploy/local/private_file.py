"""Files that hold secrets: readable by their owner only, and never half written."""

import os
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Replace the file at `path` by one with `text` and mode 0600, at once."""
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)

"""Modules that a library would load although nobody here uses them: each costs every process memory and time."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Within it these modules cannot be imported, unless they are already: for libraries that do without them."""
    missing = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(missing))  # type: ignore[arg-type]  # None is how the interpreter is told
    try:
        yield
    finally:
        for name in missing:
            del sys.modules[name]

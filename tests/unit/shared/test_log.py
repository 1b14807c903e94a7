"""What a library logs has the form of our own lines."""

import json
import subprocess
import sys

PROGRAM = r"""
import logging
from shared.log import configure
configure(service="x", level="info")
logging.getLogger("library").warning("said %s", "a\nb\x1b[31m")
try:
    raise ValueError("two\nlines")
except ValueError:
    logging.getLogger("library").exception("failed")
"""


def test_a_librarys_lines_are_json_whatever_they_quote() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=30, check=True)
    said, failed = (json.loads(line) for line in ended.stderr.strip().split("\n"))
    assert (said["service"], said["event"], said["level"]) == ("x", "said a\nb\x1b[31m", "warning")
    assert failed["event"] == "failed"
    assert "ValueError: two" in failed["exception"]

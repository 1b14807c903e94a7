"""Promises of what a local system keeps beside its data: secrets that last, private files, one holder."""

import stat
import subprocess
import sys
from base64 import urlsafe_b64decode
from pathlib import Path

import pytest

from deploy.local.claim import claimed
from deploy.local.errors import LocalError
from deploy.local.greeting import without_password
from deploy.local.private_file import write_private
from deploy.local.processes import ROOT
from deploy.local.secrets_kept import NAMES, secrets_for


def test_secrets_are_made_once_and_readable_by_their_owner_only(tmp_path: Path) -> None:
    made = secrets_for({}, data=tmp_path)
    assert set(made) == set(NAMES)
    assert all(len(urlsafe_b64decode(secret)) == 32 for secret in made.values())
    assert len(set(made.values())) == len(NAMES)
    assert secrets_for({}, data=tmp_path) == made
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_a_secret_that_is_set_wins_and_is_not_written_down(tmp_path: Path) -> None:
    given = secrets_for({"HELPDESK_OPERATOR_TOKEN": "mine"}, data=tmp_path)
    assert given["HELPDESK_OPERATOR_TOKEN"] == "mine"
    assert "mine" not in (tmp_path / "secrets.json").read_text()


def test_an_unreadable_secrets_file_is_an_error_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{half")
    with pytest.raises(LocalError, match="cannot be read"):
        secrets_for({}, data=tmp_path)
    assert (tmp_path / "secrets.json").read_text() == "{half"


def test_a_private_file_replaces_an_open_one_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    path.write_text("old")
    path.chmod(0o644)
    write_private(path, "new")
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_claimed_directory_is_refused_to_another_process_and_free_after(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys\nfrom deploy.local.claim import claimed\nwith claimed(pathlib.Path(sys.argv[1])): pass"
    )
    other = [sys.executable, "-c", script, str(tmp_path)]
    with claimed(tmp_path):
        refused = subprocess.run(other, cwd=ROOT, capture_output=True, text=True, check=False)
    allowed = subprocess.run(other, cwd=ROOT, capture_output=True, text=True, check=False)

    assert refused.returncode == 1
    assert "already runs" in refused.stderr
    assert allowed.returncode == 0


def test_a_password_is_not_shown() -> None:
    assert without_password("amqp://me:secret@broker:5672/vhost") == "amqp://me:***@broker:5672/vhost"
    assert without_password("mongodb://127.0.0.1:27117/?a=b") == "mongodb://127.0.0.1:27117/?a=b"

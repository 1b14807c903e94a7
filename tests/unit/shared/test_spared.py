"""Promises of what keeps a library from loading what nobody uses."""

import importlib
import sys

import pytest

from shared.spared import without


def test_what_is_spared_cannot_be_imported_within_and_can_be_after() -> None:
    with without("wave"), pytest.raises(ImportError):
        importlib.import_module("wave")
    assert importlib.import_module("wave")


def test_what_is_loaded_already_stays() -> None:
    with without("json"):
        assert importlib.import_module("json") is sys.modules["json"] is not None


def test_after_an_error_everything_can_be_imported_again() -> None:
    with pytest.raises(ZeroDivisionError), without("sndhdr"):
        raise ZeroDivisionError
    assert "sndhdr" not in sys.modules

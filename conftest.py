"""Fixtures and hooks that come from modules of their own; pytest takes plugins only here, at the root."""

pytest_plugins = ["tests.support.fake_telegram.fixtures", "tests.support.fake_max.fixtures", "tests.support.sharing"]

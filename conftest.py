"""Fixtures that come from a package of their own; pytest takes plugins only here, at the root."""

pytest_plugins = ["tests.support.fake_telegram.fixtures"]

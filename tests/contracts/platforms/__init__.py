"""What each messenger's adapter owes to notifications, and that the imitations speak as the messengers do."""

import pytest

PARTS = ("calls", "outgoing", "incoming", "refusing", "real_models")
pytest.register_assert_rewrite(*(f"{__name__}.{part}" for part in PARTS))

"""A platform of one file keeps what every adapter owes: the interface is all that there is to it."""

import pytest

from tests.contracts.platforms.suite import PlatformSuite
from tests.contracts.platforms.virtual_ground import VirtualGround


class TestVirtual(PlatformSuite):
    @pytest.fixture
    def ground(self) -> VirtualGround:
        return VirtualGround()

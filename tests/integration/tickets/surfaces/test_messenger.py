"""The messenger surface does what every surface must."""

from tests.integration.tickets.surfaces.messenger import MessengerDriver
from tests.integration.tickets.surfaces.suite import SurfaceSuite


class TestMessenger(SurfaceSuite):
    driver_of = MessengerDriver

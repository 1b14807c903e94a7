"""The messenger surface does what every surface must."""

from tests.integration.tickets.surfaces.messenger import MessengerDriver
from tests.integration.tickets.surfaces.suite import TalkingSuite


class TestMessenger(TalkingSuite):
    driver_of = MessengerDriver

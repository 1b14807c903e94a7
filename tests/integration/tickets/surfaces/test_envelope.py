"""The envelope surface does what every surface must."""

from tests.integration.tickets.surfaces.envelope import EnvelopeDriver
from tests.integration.tickets.surfaces.suite import SurfaceSuite


class TestEnvelope(SurfaceSuite):
    driver_of = EnvelopeDriver

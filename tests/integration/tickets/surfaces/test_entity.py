"""The entity surface does what every surface must."""

from tests.integration.tickets.surfaces.entity import EntityDriver
from tests.integration.tickets.surfaces.suite import SurfaceSuite


class TestEntity(SurfaceSuite):
    driver_of = EntityDriver

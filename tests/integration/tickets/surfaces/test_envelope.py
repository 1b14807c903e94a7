"""The envelope surface does what every surface must, and has no messages."""

from shared.ids import new_id
from tests.integration.tickets.surfaces.driver import Driver
from tests.integration.tickets.surfaces.envelope import EnvelopeDriver
from tests.integration.tickets.surfaces.suite import SurfaceSuite


class TestEnvelope(SurfaceSuite):
    driver_of = EnvelopeDriver

    async def test_nothing_is_said_on_it(self, driver: Driver) -> None:
        answer = await driver.send("POST", f"/tickets/{new_id()}/reply", json={"text": "x", "body": "x"})
        assert answer.status_code == 404

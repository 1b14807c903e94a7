"""The driver of every surface."""

from shared.vocabulary import Surface
from tests.integration.tickets.surfaces.driver import Driver
from tests.integration.tickets.surfaces.entity import EntityDriver
from tests.integration.tickets.surfaces.envelope import EnvelopeDriver
from tests.integration.tickets.surfaces.messenger import MessengerDriver
from tests.integration.tickets.surfaces.talking import TalkingDriver
from tests.integration.tickets.surfaces.workflow import WorkflowDriver

TALKING: dict[Surface, type[TalkingDriver]] = {
    driver.surface: driver for driver in (MessengerDriver, WorkflowDriver, EntityDriver)
}
DRIVERS: dict[Surface, type[Driver]] = {**TALKING, EnvelopeDriver.surface: EnvelopeDriver}

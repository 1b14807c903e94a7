"""The workflow surface does what every surface must."""

from tests.integration.tickets.surfaces.suite import SurfaceSuite
from tests.integration.tickets.surfaces.workflow import WorkflowDriver


class TestWorkflow(SurfaceSuite):
    driver_of = WorkflowDriver

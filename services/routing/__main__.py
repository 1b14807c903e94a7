"""`python -m services.routing`"""

from services.routing.app import build
from services.routing.settings import RoutingSettings
from shared.process import run

if __name__ == "__main__":
    settings = RoutingSettings()
    run(lambda: build(settings), service="routing", log_level=settings.log_level)

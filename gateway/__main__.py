"""`python -m gateway`"""

from gateway.app import build
from gateway.settings import GatewaySettings
from shared.process import run

if __name__ == "__main__":
    settings = GatewaySettings()
    run(lambda: build(settings), service="gateway", log_level=settings.log_level)

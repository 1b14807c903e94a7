"""`python -m services.sla`"""

from services.sla.app import build
from services.sla.settings import SlaSettings
from shared.process import run

if __name__ == "__main__":
    settings = SlaSettings()
    run(lambda: build(settings), service="sla", log_level=settings.log_level)

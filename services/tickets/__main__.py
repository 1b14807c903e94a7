"""`python -m services.tickets`"""

from services.tickets.app import build
from services.tickets.settings import TicketsSettings
from shared.process import run

if __name__ == "__main__":
    settings = TicketsSettings()
    run(lambda: build(settings), service="tickets", log_level=settings.log_level)

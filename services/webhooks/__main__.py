"""`python -m services.webhooks`"""

from services.webhooks.app import build
from services.webhooks.settings import WebhooksSettings
from shared.process import run

if __name__ == "__main__":
    settings = WebhooksSettings()
    run(lambda: build(settings), service="webhooks", log_level=settings.log_level)

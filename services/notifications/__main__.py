"""`python -m services.notifications`"""

from services.notifications.app import build
from services.notifications.settings import NotificationsSettings
from shared.process import run

if __name__ == "__main__":
    settings = NotificationsSettings()
    run(lambda: build(settings), service="notifications", log_level=settings.log_level)

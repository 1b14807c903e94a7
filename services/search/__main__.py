"""`python -m services.search`"""

from services.search.app import build
from services.search.settings import SearchSettings
from shared.process import run

if __name__ == "__main__":
    settings = SearchSettings()
    run(lambda: build(settings), service="search", log_level=settings.log_level)

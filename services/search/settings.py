"""Search's settings."""

from pathlib import Path

from pydantic import Field

from shared.settings import PORTS, ProcessSettings


class SearchSettings(ProcessSettings):
    search_port: int = Field(PORTS["search"], description="Where search listens.")
    search_dir: Path = Field(
        Path(".data/search"), description="Where search keeps its index, which it can make anew from tickets' data."
    )
    tickets_url: str = Field(
        f"http://127.0.0.1:{PORTS['tickets']}", description="Where tickets is; several, comma-separated."
    )

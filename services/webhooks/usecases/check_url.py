"""Refuse a URL to which no webhook may go."""

from services.webhooks.domain.target import BadUrl, read_target
from services.webhooks.usecases.ports import Addresses
from shared.errors import Invalid


async def check_url(url: str, *, addresses: Addresses) -> None:
    """Raises Invalid, naming `url`, where it is not plain http(s) or leads to an address that is not public."""
    try:
        await addresses.check(read_target(url))
    except BadUrl as error:
        raise Invalid.field("url", f"The URL {error}.") from error

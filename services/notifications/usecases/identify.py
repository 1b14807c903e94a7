"""Ask a platform whose token this is."""

from services.notifications.domain.bot import Account
from services.notifications.domain.refusals import AuthFailed, Permanent, PlatformError
from services.notifications.usecases.ports import Ports
from shared.errors import Invalid, Unavailable
from shared.vocabulary import Channel


async def identify(ports: Ports, *, kind: Channel, token: str, field: str = "token") -> Account:
    """The bot's account. Raises Invalid on `field` for a token that is none, Unavailable where nobody can say."""
    platform = ports.platforms.get(kind)
    if platform is None:
        raise Invalid.field("kind", f"Bots of {kind.value} are not available yet.")
    try:
        return await platform.identify(token)
    except (AuthFailed, Permanent) as refusal:
        raise Invalid.field(field, f"{kind.value} does not accept this bot's token: {refusal.reason}.") from refusal
    except PlatformError as refusal:
        raise Unavailable(f"{kind.value} cannot be asked about this token now: {refusal.reason}") from refusal

"""Make a secret that signs an endpoint's webhooks."""

from base64 import b64encode
from secrets import token_bytes

from services.webhooks.domain.secret import Secret
from shared.ids import new_id_of

SECRET_BYTES = 32


def new_secret() -> Secret:
    """Of 32 random bytes; a second run of the same request knows its own by the id."""
    return Secret(id=new_id_of("webhook secret"), text="whsec_" + b64encode(token_bytes(SECRET_BYTES)).decode())

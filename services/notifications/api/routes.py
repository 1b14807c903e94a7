"""All that notifications answers."""

from services.notifications.api.channels import channels_api
from services.notifications.api.known_channels import known_channels_api

ROUTES = (channels_api,)
# What siblings ask; the gateway leads nobody there.
INTERNAL = (known_channels_api,)

"""All that notifications answers."""

from services.notifications.api.channels import channels_api

ROUTES = (channels_api,)

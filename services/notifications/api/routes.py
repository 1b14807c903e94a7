"""All that notifications answers."""

from services.notifications.api.channels import channels_api
from services.notifications.api.requests import requests_api

ROUTES = (channels_api, requests_api)

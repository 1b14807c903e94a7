"""The addresses that the gateway answers itself, to those who were let in."""

from gateway.api.keys import operators_keys_api, tenants_keys_api
from gateway.api.search import search_api
from gateway.api.tenants import tenants_api

OPERATORS = (tenants_api, operators_keys_api, search_api)
TENANTS = (tenants_keys_api,)

"""Routing over HTTP: `/v1/helpdesk/routing-rules`."""

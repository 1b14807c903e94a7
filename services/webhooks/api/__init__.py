"""Webhooks over HTTP: `/v1/helpdesk/webhooks`."""

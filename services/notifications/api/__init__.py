"""Notifications over HTTP: `/v1/helpdesk/channels`."""

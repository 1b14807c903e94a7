"""Webhooks: every event about a ticket goes, signed, to the tenant's own systems, and every attempt is remembered."""

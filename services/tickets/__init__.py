"""Tickets: the one canonical ticket, its messages, and the tenant's directory and settings."""

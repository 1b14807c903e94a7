"""Webhooks' own database."""

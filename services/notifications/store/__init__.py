"""Notifications' own database."""

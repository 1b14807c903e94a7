"""Tickets' own database."""

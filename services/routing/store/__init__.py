"""Routing's own database."""

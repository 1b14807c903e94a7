"""Routing's rules and choices, without a server."""

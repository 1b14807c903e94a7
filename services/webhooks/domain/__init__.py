"""Nouns and rules of webhooks; pure."""

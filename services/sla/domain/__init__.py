"""Nouns and rules of SLA; pure."""

"""Nouns and rules of tickets; pure."""

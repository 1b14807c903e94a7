"""Nouns and rules of notifications; pure."""

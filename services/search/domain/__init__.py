"""Nouns and rules of search; pure."""

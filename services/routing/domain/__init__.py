"""Nouns and rules of routing; pure."""

"""Routing as real processes: what it decides, and that it is fair whoever dies."""

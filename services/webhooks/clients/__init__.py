"""The way out: which address a receiver has, and a signed POST to it."""

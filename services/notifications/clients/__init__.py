"""The messengers' platforms, one file for each."""

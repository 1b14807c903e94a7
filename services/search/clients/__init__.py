"""What search asks of its siblings."""

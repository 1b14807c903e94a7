"""What tickets asks of its siblings."""

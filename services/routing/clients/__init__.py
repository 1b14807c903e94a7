"""What routing asks of its siblings."""

"""What tickets does by the clock."""

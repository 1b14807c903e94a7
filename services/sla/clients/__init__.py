"""What SLA asks of its siblings."""

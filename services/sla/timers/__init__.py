"""What SLA does by the clock."""

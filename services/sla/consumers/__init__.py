"""What SLA hears on the bus."""

"""What tickets hears on the bus."""

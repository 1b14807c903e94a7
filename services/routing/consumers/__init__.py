"""What routing hears on the bus."""

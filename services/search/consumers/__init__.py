"""What search hears on the bus."""

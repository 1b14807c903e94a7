"""What webhooks hears on the bus."""

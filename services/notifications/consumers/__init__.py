"""What notifications hears on the bus."""

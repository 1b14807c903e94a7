"""What notifications does by the clock."""

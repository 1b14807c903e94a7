"""The contracts of the bus. A change here is additive: an old consumer must go on reading a new event."""

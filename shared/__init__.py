"""What every process of the product stands on: contracts, the bus, the doors. No product rule lives here."""

"""Load through the gateway, its ledger, what the services stored and published of it, and the join of all three."""

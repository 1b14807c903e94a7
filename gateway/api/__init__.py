"""The gateway over HTTP: its own addresses, and everything that it hands on."""

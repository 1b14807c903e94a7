"""The whole system as plain processes of one machine, with the servers that it needs."""

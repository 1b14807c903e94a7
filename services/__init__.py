"""The services: each does one thing, and knows of the others only what events and HTTP tell it."""

"""How the system is brought up: on this machine, from images, on a cluster."""

"""What the gateway can be asked to do, one verb a file."""

"""What tickets can be asked to do, one verb a file."""

"""What search can be asked to do, one verb a file."""

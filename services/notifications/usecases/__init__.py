"""What notifications can be asked to do, one verb a file."""

"""What webhooks can be asked to do, one verb a file."""

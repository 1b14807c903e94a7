"""What webhooks does when its time has come."""

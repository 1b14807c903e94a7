"""The message bus: topology, publishing with confirms, consuming, and the outbox between them and the stores."""

"""What search does without being asked."""

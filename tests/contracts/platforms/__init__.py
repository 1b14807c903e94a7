"""What each messenger's adapter owes to notifications, and that the imitations speak as the messengers do."""

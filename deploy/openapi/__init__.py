"""The API document: made from the routes of all services, without running any."""

"""Notifications: the tenants' messenger bots, the chats that follow their tickets, and the replies on their way."""

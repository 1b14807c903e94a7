"""Routing: the first rule that matches a new ticket decides who gets it, how urgent it is, and its tags."""

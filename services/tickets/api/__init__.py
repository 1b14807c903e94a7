"""Tickets over HTTP, one package for each surface; they are twins."""

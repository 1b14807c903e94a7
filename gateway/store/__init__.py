"""Tenants and keys in MongoDB."""

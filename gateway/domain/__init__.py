"""Tenants, keys, principals and routes: values and rules."""

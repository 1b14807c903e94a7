"""SLA's own database."""

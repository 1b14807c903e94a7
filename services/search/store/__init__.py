"""Search's index: a file of SQLite's full-text engine for each tenant (ADR 3)."""

"""In by HTTP."""

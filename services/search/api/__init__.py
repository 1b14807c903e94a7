"""Search over HTTP: `/internal/search` and `/internal/rebuild`, for siblings."""

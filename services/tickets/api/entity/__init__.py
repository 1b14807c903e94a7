"""The entity surface: `/api/helpdesk` with an `ak_` key and an `entityId`."""

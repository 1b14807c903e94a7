"""The messenger surface: `/v1/helpdesk`."""

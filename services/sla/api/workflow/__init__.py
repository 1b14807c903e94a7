"""The workflow surface: `/api/helpdesk/sla`."""

"""The envelope surface: `/helpdesk/api/v1`, and `/api/v1`, where its own links lead."""

"""The messenger surface: `/v1/helpdesk/sla-policies` and `/v1/helpdesk/business-hours`."""

"""Examples of what may be sent, by the name of its schema."""

from typing import Any

AGENT = "018ecccc-abcd-7000-8000-000000000001"
TEAM = "018e3333-dddd-7000-8000-000000000001"
CONTACT = "018e1234-abcd-7000-8000-000000000001"
TICKET = "018e3333-abcd-7000-8000-000000000001"
TENANT = "497f6eca-6276-4993-bfeb-53cbbbba6f08"
TYPE = "337f5e5d-288b-40d5-be14-901cc3acacc0"
FIELD = "018e3333-eeee-7000-8000-000000000001"
FILE = "018e3333-ffff-7000-8000-000000000001"
UPLOADED = {"id": FILE}
PAYMENT = {"name": "Payments", "description": "Invoices, refunds, cards", "sort_order": 10}
KEY = {"name": "Shop", "role": "agent", "prefix": "hd_live_", "scopes": ["read:helpdesk", "write:helpdesk"]}
WEEK = {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "fri": [["09:00", "13:00"]]}
RULE: dict[str, dict[str, Any]] = {
    "condition": {"channel": "telegram", "text_contains": ["refund", "money"]},
    "action": {"assign_to": AGENT, "set_priority": "high", "add_tag": ["money"]},
}

REQUESTS: dict[str, dict[str, Any]] = {
    "MessengerNewTicketBody": {
        "text": "The link in the letter does not open.",
        "subject": "Cannot log in",
        "channel": "virtual",
        "first_name": "Olga",
        "username": "olga",
        "ticket_type_id": TYPE,
        "priority": "high",
        "tags": ["login"],
    },
    "MessengerTicketChanges": {"status": "waiting", "priority": "urgent", "assigned_to": AGENT, "tags": ["login"]},
    "MessengerStatusBody": {"status": "in_progress"},
    "MessengerAssignBody": {"assigned_to": AGENT},
    "MessengerPriorityBody": {"priority": "high"},
    "MessengerReplyBody": {"text": "We have sent you a new link.", "internal": False, "attachments": [UPLOADED]},
    "MessengerCustomerReplyBody": {"text": "It works now, thank you."},
    "MessengerBulkBody": {"ticket_ids": [TICKET], "action": "add_tag", "value": "escalated"},
    "MessengerAgentBody": {"name": "Sarah Agent", "email": "sarah@example.com"},
    "MessengerAgentChanges": {"active": False},
    "MessengerTeamBody": {"name": "Technical Support", "members": [AGENT], "assignment": "round_robin"},
    "MessengerTeamChanges": {"members": [AGENT]},
    "MessengerTicketTypeBody": PAYMENT,
    "MessengerTicketTypeChanges": {"enabled": False},
    "MessengerContactBody": {"name": "Jane Doe", "email": "customer@example.com", "telegram_chat_id": 4242},
    "MessengerContactChanges": {"email": "jane@example.com"},
    "MessengerCustomFieldBody": {"name": "Plan", "type": "select", "options": ["Pro", "Enterprise"], "required": False},
    "MessengerCustomFieldChanges": {"options": ["Free", "Pro", "Enterprise"]},
    "MessengerCannedResponseBody": {
        "title": "New link",
        "text": "We have sent you a new link.",
        "shortcut": "link",
    },
    "MessengerCannedResponseChanges": {"shortcut": "newlink"},
    "MessengerSavedViewBody": {
        "name": "Urgent and new",
        "filter": {"status": "new", "priority": "urgent"},
        "shared": True,
    },
    "MessengerSavedViewChanges": {"shared": False},
    "MessengerSettingsChanges": {
        "helpdesk_welcome_message": {"en": "How can we help?", "ru": "Чем помочь?"},
        "sla_first_reply_hours": 4,
        "sla_resolve_hours": 48,
        "csat_enabled": True,
        "helpdesk_unanswered_hours": 24,
    },
    "MessengerRuleIn": {"name": "Money first", **RULE, "order_index": 10},
    "MessengerConditionIn": RULE["condition"],
    "MessengerActionIn": RULE["action"],
    "MessengerRuleChanges": {"order_index": 20},
    "MessengerTrialBody": {"ticket": {"channel": "telegram", "text": "I want my money back."}},
    "MessengerPolicyBody": {
        "name": "Gold",
        "first_response_hours": 4,
        "resolution_hours": 48,
        "applies": ["high", "urgent"],
        "pause_when_pending": True,
    },
    "MessengerPolicyChanges": {"resolution_hours": 24},
    "MessengerBusinessHoursBody": {
        "name": "Office",
        "timezone": "Europe/Berlin",
        "week": WEEK,
        "holidays": ["2026-12-25"],
    },
    "MessengerBusinessHoursChanges": {"holidays": ["2026-12-25", "2027-01-01"]},
    "MessengerWeek": WEEK,
    "MessengerEndpointIn": {
        "url": "https://shop.example.com/hooks/helpdesk",
        "events": ["ticket.created", "ticket.closed"],
        "format": "messenger",
        "description": "The shop",
    },
    "MessengerEndpointChanges": {"events": ["*"], "enabled": True},
    "MessengerReplayIn": {"from": "2026-03-20T09:00:00.000Z", "to": "2026-03-20T12:00:00.000Z", "only_failed": True},
    "MessengerChannelIn": {"kind": "telegram", "token": "<the bot's token>", "name": "Support bot"},
    "MessengerChannelChanges": {"status": "disabled"},
    "MessengerRequestIn": {"channel": "telegram", "ticket_type_id": TYPE},
    "MessengerKeyIn": KEY,
    "WorkflowNewTicketBody": {
        "subject": "Cannot download purchased module",
        "description": "After purchase the download link returns a 403 error.",
        "contactId": CONTACT,
        "priority": "medium",
        "teamId": TEAM,
        "tags": ["download", "license"],
    },
    "WorkflowTicketChanges": {"status": "pending_customer", "priority": "high"},
    "WorkflowAssignBody": {"assigneeId": AGENT, "teamId": TEAM},
    "WorkflowReplyBody": {
        "body": "We've identified the issue. Please clear your browser cache and try again.",
        "internal": False,
        "attachments": [],
    },
    "WorkflowCloseBody": {"resolution": "Customer confirmed issue resolved after clearing cache."},
    "EnvelopeNewTicketBody": {
        "ticket": {
            "subject": "Cannot log in",
            "status": "new",
            "priority": "high",
            "type": "incident",
            "requesterEmail": "customer@example.com",
            "requesterName": "Jane Doe",
            "assigneeId": "usr_018eccccabcd70008000000000000001",
            "tags": ["billing", "urgent"],
            "customFields": [{"id": "cf_018e3333eeee70008000000000000001", "value": "Enterprise"}],
        }
    },
    "EnvelopeChangedTicketBody": {
        "ticket": {
            "status": "pending",
            "priority": "urgent",
            "assigneeId": "usr_018eccccabcd70008000000000000001",
            "tags": ["escalated"],
            "customFields": [{"id": "cf_018e3333eeee70008000000000000001", "value": "Pro"}],
        }
    },
    "EntityNewTicketBody": {
        "entityId": TENANT,
        "subject": "Cannot log in",
        "description": "The link in the letter does not open.",
        "priority": "high",
        "channel": "email",
        "contactEmail": "customer@example.com",
        "contactName": "Jane Doe",
    },
    "EntityTicketChanges": {"entityId": TENANT, "status": "pending", "priority": "urgent"},
    "EntityMessageBody": {"body": "We have sent you a new link.", "isInternal": False},
    "OperatorTenantIn": {"name": "Acme", "description": "The shop"},
    "OperatorTenantChanges": {"description": None},
    "OperatorKeyIn": {**KEY, "role": "admin", "scopes": ["read:helpdesk", "write:helpdesk", "admin:helpdesk"]},
    "OperatorRebuildIn": {"tenant_id": TENANT},
}

"""What operations are called and what is said of them: plain ones by their route's name, all others in a table."""

from typing import NamedTuple

VERBS = {"list": "List", "create": "Create", "get": "Get", "update": "Change", "delete": "Delete"}
SPELLED = {"put": "update", "patch": "update", "post": "create", "remove": "delete"}
CHANGES = "Only what is given changes; null takes away where that makes sense."


class Wording(NamedTuple):
    name: str
    summary: str
    description: str = ""


TABLE: dict[str, Wording] = {
    "messenger_post_bulk": Wording(
        "bulk_change_tickets",
        "Do one thing to up to 100 tickets",
        "Unknown ids fail one by one and do not stop the rest. `value` is what the action needs: a status, an agent's "
        "id or null, a priority, a tag; nothing for `close`.",
    ),
    "messenger_create_ticket": Wording(
        "create_ticket",
        "Open a ticket for a customer",
        "`chat_id` is required for the channels `telegram` and `max`, and refused for `virtual`. `channel_id` says "
        "which of the tenant's bots brings the replies; without it the first active one does. Without `subject` the "
        "first line of the text becomes it.",
    ),
    "messenger_list_tickets": Wording(
        "list_tickets", "List tickets, newest first", "All filters that are given must hold."
    ),
    "messenger_get_ticket": Wording("get_ticket", "Get a ticket with its newest 100 messages"),
    "messenger_delete": Wording("delete_ticket", "Delete a ticket with its messages"),
    "messenger_set_status": Wording(
        "set_ticket_status", "Change a ticket's status", "The older word `open` opens again whatever is at rest."
    ),
    "messenger_assign": Wording(
        "assign_ticket",
        "Assign a ticket to an agent",
        "Null, or nothing, takes the assignment away. `user_id` is the older name.",
    ),
    "messenger_set_priority": Wording("set_ticket_priority", "Change a ticket's priority"),
    "messenger_post_reply": Wording(
        "reply_to_ticket",
        "Answer a ticket, or write a note",
        "The customer is told of an answer; an internal note no customer ever sees.",
    ),
    "messenger_post_customer_reply": Wording(
        "reply_as_customer", "Write as the customer of a ticket", "Only for tickets of the channel `virtual`."
    ),
    "messenger_rate": Wording(
        "rate_ticket",
        "Say how content one is, as the customer of a ticket",
        "Once for each time that the ticket was closed or resolved; 5 is best.",
    ),
    "messenger_simulate_sla_policy": Wording(
        "simulate_sla_policy",
        "Try a change of an SLA policy on the open tickets",
        "Says how many of them are past a deadline now, and how many would be if the policy had been so from the "
        "start. Nothing changes; at most 20,000 tickets are looked at (`complete` says whether these were all).",
    ),
    "messenger_get_messages": Wording("list_messages", "List all messages of a ticket, oldest first"),
    "messenger_get_history": Wording("list_history", "List who did what to a ticket, oldest first"),
    "messenger_get_ledger": Wording(
        "get_sla_ledger",
        "Get the ledger of a ticket's clock",
        "When it started, was paused, went on, and when each goal was met or missed, with the time that was used by "
        "then and the deadline that followed; exact at this moment.",
    ),
    "messenger_merge": Wording(
        "merge_tickets",
        "Merge a ticket into another",
        "Its messages move over, in their order of time, and it is closed. The answer is the other ticket.",
    ),
    "messenger_unmerge": Wording(
        "unmerge_ticket", "Take a merge back", "Within 24 hours; the answer is the ticket as it was."
    ),
    "messenger_post_attachment": Wording(
        "upload_attachment", "Upload a file", "A reply names it by its id; it goes after 24 hours if none does."
    ),
    "messenger_get_attachment": Wording("download_attachment", "Download a file, or a part of it with `Range`"),
    "messenger_head_attachment": Wording("head_attachment", "Ask for a file's size and type"),
    "messenger_list_enabled": Wording("list_ticket_types", "List the enabled ticket types"),
    "messenger_list_all": Wording("list_all_ticket_types", "List all ticket types, disabled ones too"),
    "messenger_get_settings": Wording("get_settings", "Get the tenant's settings"),
    "messenger_put_settings": Wording(
        "update_settings", "Change the tenant's settings", "Only what is given changes; null turns off."
    ),
    "messenger_list_audit_log": Wording(
        "list_audit_log",
        "List who changed what of the configuration, newest first",
        "Of settings, agents, teams, ticket types, custom fields, canned responses, routing rules, webhooks, channels, "
        "API keys and the tenant itself. Nothing changes the log.",
    ),
    "messenger_get_stats": Wording("get_stats", "Get a period's figures", "Without a period, the last thirty days."),
    "messenger_get_sla_report": Wording(
        "get_sla_report",
        "Get how a period's tickets fared against their deadlines",
        "Of the tickets that were created in it; without a period, in the last thirty days.",
    ),
    "messenger_list_rules": Wording("list_routing_rules", "List routing rules in the order in which they are tried"),
    "messenger_create_rule": Wording(
        "create_routing_rule",
        "Create a routing rule",
        "The first rule whose condition holds is applied to a new ticket; all keys of a condition must hold, and a "
        "list of texts holds where any of them is found.",
    ),
    "messenger_get_rule": Wording("get_routing_rule", "Get a routing rule"),
    "messenger_put_rule": Wording("update_routing_rule", "Change a routing rule", CHANGES),
    "messenger_test_rules": Wording(
        "test_routing_rules",
        "Try the routing rules on a ticket that is not there",
        "Says which rule would be applied, and which keys of the condition of each that was tried hold. Nothing is "
        "done.",
    ),
    "messenger_delete_rule": Wording("delete_routing_rule", "Delete a routing rule"),
    "messenger_create_webhook": Wording(
        "create_webhook",
        "Create a webhook",
        "`events` are names, in the spelling of the format or as all others have it, or `*` for all but internal "
        "notes. The secret that signs them is shown only in this answer.",
    ),
    "messenger_put_webhook": Wording(
        "update_webhook",
        "Change a webhook",
        f"{CHANGES} Turning it on forgets its failures; in another format its events go on under their names there.",
    ),
    "messenger_rotate_webhook_secret": Wording(
        "rotate_webhook_secret",
        "Give a webhook a new secret",
        "It signs from the next attempt on, and is shown only here. The one before it signs too for 24 hours.",
    ),
    "messenger_send_webhook_test": Wording(
        "send_webhook_test",
        "Send a webhook a test",
        "An event `webhook.test`, whatever events the webhook is for.",
    ),
    "messenger_resend_delivery": Wording(
        "resend_delivery",
        "Send a delivery once more",
        "The same bytes under the same `webhook-id`, with the whole schedule before it.",
    ),
    "messenger_replay_deliveries": Wording(
        "replay_deliveries",
        "Send once more what a webhook was sent in a span of time",
        "By the times of the events, both ends included, up to 100,000 deliveries at once; with `only_failed` those "
        "that have failed. Each goes out under the `webhook-id` that it had.",
    ),
    "messenger_list_deliveries": Wording("list_deliveries", "List what was sent to a webhook, newest first"),
    "messenger_get_delivery": Wording("get_delivery", "Get a delivery with every attempt"),
    "messenger_list_events": Wording(
        "list_events",
        "List the events of the last 30 days",
        "In the order in which they arrived, and in a webhook's format: each page goes on where `after` did. For "
        "whoever missed a webhook.",
    ),
    "messenger_create_channel": Wording(
        "create_channel",
        "Connect a messenger bot",
        "The token is checked with the platform, and never shown again.",
    ),
    "messenger_get_health": Wording("get_channel_health", "Ask the platform how a channel is"),
    "messenger_create_request": Wording(
        "create_support_request",
        "Lead a customer who is not subscribed into the bot",
        "Open one of the links for them: the bot asks for their consent, subscribes them, lets them write. Each link "
        "is good for one customer, and for 15 minutes (or as long as the operator has set).",
    ),
    "messenger_get_request_status": Wording(
        "get_support_request_status",
        "Ask how a support request went",
        "Every second or two, until it is no longer `pending`. `subscriber_id` comes with `accepted`.",
    ),
    "messenger_create_key": Wording(
        "create_key", "Create an API key", "This answer is the only one that ever shows the key."
    ),
    "messenger_list_keys": Wording("list_keys", "List all API keys, revoked ones too"),
    "messenger_get_key": Wording("get_key", "Get an API key"),
    "messenger_delete_key": Wording("revoke_key", "Revoke an API key", "It is refused everywhere within 5 seconds."),
    "workflow_create_ticket": Wording("create_ticket", "Open a ticket"),
    "workflow_list_tickets": Wording("list_tickets", "List tickets, newest first"),
    "workflow_get_ticket": Wording("get_ticket", "Get a ticket with its newest 100 messages"),
    "workflow_assign": Wording(
        "assign_ticket", "Assign a ticket to an agent, a team, or both", "Null takes an assignment away."
    ),
    "workflow_close": Wording("close_ticket", "Close a ticket"),
    "workflow_reopen": Wording("reopen_ticket", "Open a closed or resolved ticket again"),
    "workflow_post_reply": Wording("reply_to_ticket", "Answer a ticket, or write a note"),
    "workflow_get_teams": Wording("list_teams", "List teams"),
    "workflow_get_stats": Wording("get_stats", "Get a period's figures", "Without a period, the last thirty days."),
    "workflow_list_policies": Wording("list_sla_policies", "List SLA policies"),
    "envelope_list_tickets": Wording(
        "list_tickets",
        "List tickets in any of eight orders",
        "`links.next` carries all that was asked for, and can be followed as it stands.",
    ),
    "envelope_create_ticket": Wording("create_ticket", "Open a ticket"),
    "envelope_change": Wording("update_ticket", "Change a ticket", CHANGES),
    "envelope_delete": Wording("delete_ticket", "Delete a ticket with its messages"),
    "entity_create_ticket": Wording("create_ticket", "Open a ticket"),
    "entity_post_message": Wording("add_message", "Answer a ticket, or write a note"),
    "operator_create_key": Wording(
        "create_key", "Create an API key for a tenant", "This answer is the only one that ever shows the key."
    ),
    "operator_list_keys": Wording("list_keys", "List all API keys of a tenant, revoked ones too"),
    "operator_get_key": Wording("get_key", "Get an API key of a tenant"),
    "operator_delete_key": Wording(
        "revoke_key", "Revoke an API key of a tenant", "It is refused everywhere within 5 seconds."
    ),
    "operator_remove_tenant": Wording("delete_tenant", "Delete a tenant with all that is its own"),
    "operator_rebuild_search_index": Wording(
        "rebuild_search_index", "Make the search index anew", "Without `tenant_id` everybody's is."
    ),
}


def wording(tag: str, route: str) -> Wording:
    """The words for a route of this name. Raises KeyError for one that is neither plain nor in the table."""
    if said := TABLE.get(f"{tag}_{route}"):
        return said
    verb, _, noun = route.partition("_")
    verb = SPELLED.get(verb, verb)
    thing = noun.replace("_", " ") if verb == "list" else f"{_article(noun)} {noun.replace('_', ' ')}"
    return Wording(f"{verb}_{noun}", f"{VERBS[verb]} {thing}", CHANGES if verb == "update" else "")


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeiou" else "a"

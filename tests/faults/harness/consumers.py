"""What each consumer must have made of what was published: all of it, and once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from services.notifications.domain.outgoing import Reason
from shared.mongo import Document
from tests.faults.harness.evidence import Evidence
from tests.faults.harness.findings import Findings, Invariant
from tests.faults.harness.load import WORD

SENT_TO_HOOK = ("ticket.created", "ticket.replied", "ticket.status_changed")
SEEN_BY_SLA = ("ticket.created", "ticket.updated", "ticket.replied")

MISSED = Invariant.NOTHING_MISSED


def _sla(evidence: Evidence, findings: Findings) -> None:
    watches = evidence.stored.watches
    behind = []
    for ticket, told in evidence.of_ticket.items():
        newest = max((event.sequence or 0 for event in told if event.type in SEEN_BY_SLA), default=0)
        if watches.get(UUID(ticket), {}).get("last_sequence") != newest:
            behind.append(ticket)
    findings.note(MISSED, "watches behind their tickets", behind)
    findings.note(MISSED, "tickets without deadlines", _without(evidence.stored.tickets, "deadlines"))


def _routing(evidence: Evidence, findings: Findings) -> None:
    stored = evidence.stored
    matching = {key: ticket for key, ticket in stored.tickets.items() if WORD in ticket["opening"]["text"]}
    decided = [decision["ticket_id"] for decision in stored.decisions.values()]
    findings.note(MISSED, "tickets without a decision", matching.keys() - set(decided))
    findings.note(MISSED, "tickets that were not routed", _without(matching, "routed_by"))
    findings.twice("decisions", decided)
    by_rule = [e for e in evidence.events.values() if e.by_rule and e.type == "ticket.updated"]
    findings.twice("routings told", (event.ticket for event in by_rule))


def _webhooks(evidence: Evidence, findings: Findings) -> None:
    wanted = {event.id for event in evidence.events.values() if event.type in SENT_TO_HOOK}
    rows = evidence.stored.deliveries
    delivered = {str(row["event_id"]) for row in rows if row["status"] == "delivered"}
    findings.note(MISSED, "events without a delivered webhook", wanted - delivered)
    findings.note(MISSED, "events that no receiver has", wanted - evidence.posts.keys())
    findings.twice("deliveries", (row["event_id"] for row in rows))
    findings.note(MISSED, "deliveries that are still held", (r["_id"] for r in rows if r["holder"] is not None))


def _notifications(evidence: Evidence, findings: Findings) -> None:
    """A reply on a chat's ticket is one row; a sent one is one message in the chat, any other at most one."""
    tickets, messages, rows = evidence.stored.tickets, evidence.stored.messages, evidence.stored.outgoing
    texts = {text for _, text in evidence.texts}
    replies = {key: each for key, each in messages.items() if _of_chat(tickets.get(each["ticket_id"]))}
    findings.note(MISSED, "replies that were not taken up", replies.keys() - rows.keys())
    sent = {key for key, row in rows.items() if row["progress"] == "sent"}
    findings.note(
        MISSED, "replies that no chat has", (key for key in sent if rows[key]["content"]["text"] not in texts)
    )
    findings.note(MISSED, "replies without an outcome", (key for key, row in rows.items() if not _settled(row)))
    untold = (key for key, reply in replies.items() if key in rows and not _shows(reply, rows[key]))
    findings.note(MISSED, "replies that do not show their delivery", untold)
    findings.twice("texts in a chat", evidence.texts.elements())


def _search(evidence: Evidence, findings: Findings) -> None:
    """Every ticket and every message can be found."""
    wanted: dict[UUID, set[UUID]] = defaultdict(set)
    for rows in (evidence.stored.tickets, evidence.stored.messages):
        for key, row in rows.items():
            wanted[row["tenant_id"]].add(key)
    missing = (key for tenant, keys in wanted.items() for key in keys - evidence.stored.indexed.get(tenant, set()))
    findings.note(MISSED, "tickets and messages that search does not know", missing)


CONSUMERS: tuple[Callable[[Evidence, Findings], None], ...] = (_sla, _routing, _webhooks, _notifications, _search)


def in_doubt(evidence: Evidence) -> int:
    """Replies whose sender died while it asked the platform: reported on the ticket, and not sent again."""
    return sum(row["error"] == Reason.UNKNOWN_IF_SENT for row in evidence.stored.outgoing.values())


def _without(documents: Mapping[UUID, Document], name: str) -> Iterable[UUID]:
    return (key for key, document in documents.items() if not document.get(name))


def _of_chat(ticket: Document | None) -> bool:
    return ticket is not None and ticket["channel"] == "telegram"


def _settled(row: Document) -> bool:
    return bool(row["progress"] == "sent" or row["error"] == Reason.UNKNOWN_IF_SENT)


def _shows(reply: Document, row: Document) -> bool:
    return bool(reply["delivery"] and reply["delivery"]["status"] == row["progress"])

"""The join of what was acknowledged, stored, published, consumed and delivered: what is missing, double or foreign."""

from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

from services.tickets.store.history import NOT_KEPT
from shared.events.registry import SENT_TO_WEBHOOKS
from tests.faults.harness.consumers import CONSUMERS
from tests.faults.harness.evidence import Evidence
from tests.faults.harness.findings import Findings, Invariant
from tests.faults.harness.ledger import Kind

KEPT_BY_WEBHOOKS = frozenset(event.TYPE for event in SENT_TO_WEBHOOKS)


def join(evidence: Evidence) -> Findings:
    """Everything that is wrong, as far as rows and messages tell (I1 to I5)."""
    findings = Findings()
    for check in (_acknowledged, _made_once, _published, _order_in_history, _order_at_webhooks, _tenants, *CONSUMERS):
        check(evidence, findings)
    return findings


def _acknowledged(evidence: Evidence, findings: Findings) -> None:
    """Each write is stored: the ticket, the reply, or at least the version that the answer spoke of."""
    tickets, messages = evidence.stored.tickets, evidence.stored.messages
    writes = evidence.writes
    lost = Invariant.NOTHING_LOST
    findings.note(lost, "lost tickets", (w.ticket for w in writes if UUID(w.ticket) not in tickets))
    findings.note(lost, "lost replies", (w.message for w in writes if w.message and UUID(w.message) not in messages))
    changes = [write for write in writes if write.kind is Kind.STATUS]
    behind = (w for w in changes if (found := tickets.get(UUID(w.ticket))) and found["version"] < (w.version or 0))
    findings.note(lost, "lost changes", (w.ticket for w in behind))
    versions = {(event.ticket, event.version) for event in evidence.events.values()}
    untold = (w.ticket for w in changes if (w.ticket, w.version) not in versions)
    findings.note(Invariant.NOTHING_MISSED, "changes that no event tells of", untold)


def _made_once(evidence: Evidence, findings: Findings) -> None:
    """What the client wrote is there once, however often it had to ask."""
    findings.twice("tickets of one request", (ticket["subject"] for ticket in evidence.stored.tickets.values()))
    findings.twice("replies of one request", (message["text"] for message in evidence.stored.messages.values()))


def _published(evidence: Evidence, findings: Findings) -> None:
    """Each ticket's sequences without a gap up to the stored one, each told by one event, and none beyond it."""
    untold: list[str] = []
    invented = [ticket for ticket in evidence.of_ticket if UUID(ticket) not in evidence.stored.tickets]
    for ticket_id, ticket in evidence.stored.tickets.items():
        told = {event.sequence for event in evidence.of_ticket[str(ticket_id)]}
        wanted = set(range(1, ticket["sequence"] + 1))
        untold += [f"{ticket_id}/{sequence}" for sequence in wanted - told]
        invented += [f"{ticket_id}/{sequence}" for sequence in told - wanted]
    findings.note(Invariant.NOTHING_MISSED, "unpublished events", untold)
    findings.note(Invariant.NOTHING_LOST, "events of writes that are not there", invented)
    sequences = ((e.ticket, e.sequence) for told in evidence.of_ticket.values() for e in told)
    findings.twice("sequences", sequences)


def _order_in_history(evidence: Evidence, findings: Findings) -> None:
    """Every event that a history shows stands in its place there, and nothing else does."""
    shown = defaultdict(set)
    for row in evidence.stored.history:
        shown[str(row["ticket_id"])].add(row["place"])
    wrong = [
        ticket
        for ticket, told in evidence.of_ticket.items()
        if shown[ticket] != {event.sequence for event in told if event.type not in NOT_KEPT}
    ]
    findings.note(Invariant.IN_ORDER, "histories with a gap", wrong)


def _order_at_webhooks(evidence: Evidence, findings: Findings) -> None:
    """What webhooks keeps of a ticket has every sequence, once."""
    kept = defaultdict(list)
    for entry in evidence.stored.kept:
        if entry["sequence"] is not None:
            kept[str(entry["ticket_id"])].append(int(entry["sequence"]))
    wrong = [
        ticket
        for ticket, told in evidence.of_ticket.items()
        if sorted(kept[ticket]) != sorted(e.sequence or 0 for e in told if e.type in KEPT_BY_WEBHOOKS)
    ]
    findings.note(Invariant.IN_ORDER, "tickets whose kept events have a gap", wrong)


def _tenants(evidence: Evidence, findings: Findings) -> None:
    """Every row is of the tenant whose ticket it is about; every webhook and text came to its own tenant."""
    stored, of = evidence.stored, evidence.tenant_of
    note: Callable[[str, list[UUID]], None] = lambda what, ids: findings.note(Invariant.OWN_TENANT, what, ids)  # noqa: E731
    note("tickets", [UUID(w.ticket) for w in evidence.writes if of(UUID(w.ticket)) not in (None, UUID(w.tenant))])
    for what, rows in (("messages", stored.messages.values()), ("outgoing messages", stored.outgoing.values())):
        note(what, [row["_id"] for row in rows if of(row["ticket_id"]) != row["tenant_id"]])
    note("watches", [key for key, row in stored.watches.items() if of(key) != row["tenant_id"]])
    for what, named in (("decisions", stored.decisions.values()), ("histories", stored.history)):
        note(what, [row["_id"] for row in named if of(row["ticket_id"]) != row["tenant_id"]])
    # Those about settings and people are about no ticket.
    note("kept events", [row["id"] for row in stored.kept if of(row["ticket_id"]) not in (None, row["tenant_id"])])
    tenant_of_event = {event.id: event.tenant for event in evidence.events.values()}
    crossed = [h for h in evidence.hooks if tenant_of_event.get(h.event, h.tenant) != h.tenant]
    note("webhooks", [UUID(hook.event) for hook in crossed])
    owners = {row["content"]["text"]: str(row["tenant_id"]) for row in stored.outgoing.values()}
    strayed = [text for tenant, text in evidence.texts if owners.get(text, tenant) != tenant]
    findings.note(Invariant.OWN_TENANT, "texts in chats", strayed)
    elsewhere = [i for tenant, ids in stored.indexed.items() for i in ids if of(i) not in (None, tenant)]
    note("entries of the index", elsewhere)

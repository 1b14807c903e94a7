"""The join of what was acknowledged, stored, published and consumed: what is missing where, and what is double."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from services.notifications.domain.outgoing import Reason
from shared.mongo import Document
from tests.faults.harness.audit import Published
from tests.faults.harness.ledger import Kind, Write
from tests.faults.harness.load import WORD
from tests.faults.harness.stored import Stored

SENT_TO_HOOK = ("ticket.created", "ticket.replied", "ticket.status_changed")
SEEN_BY_SLA = ("ticket.created", "ticket.updated", "ticket.replied")
SHOWN = 5


@dataclass
class Join:
    """`missing` and `double` name what is wrong, by what it is; an experiment passes where both are empty."""

    writes: list[Write]
    stored: Stored
    events: Mapping[str, Published]
    hooks: Counter[str]
    texts: Counter[str]
    missing: dict[str, list[str]] = field(default_factory=dict)
    double: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._of_ticket: dict[str, list[Published]] = defaultdict(list)
        for event in self.events.values():
            if event.sequence is not None:
                self._of_ticket[event.ticket].append(event)
        self._acknowledged()
        self._published()
        self._sla()
        self._routing()
        self._webhooks()
        self._notifications()

    @property
    def flawless(self) -> bool:
        return not self.missing and not self.double

    @property
    def in_doubt(self) -> int:
        """Replies whose sender died while it asked the platform: reported on the ticket, and not sent again."""
        return sum(row["error"] == Reason.UNKNOWN_IF_SENT for row in self.stored.outgoing.values())

    def complaint(self) -> str:
        """Everything that is wrong, with a few examples each."""
        lines = [
            f"{len(found)} {kind} {what}, such as {', '.join(found[:SHOWN])}"
            for kind, by_what in (("missing", self.missing), ("double", self.double))
            for what, found in by_what.items()
        ]
        return "; ".join(lines)

    def _miss(self, what: str, ids: Iterable[object]) -> None:
        if found := sorted(str(each) for each in ids):
            self.missing[what] = found

    def _twice(self, what: str, ids: Iterable[object]) -> None:
        if found := sorted(str(each) for each, times in Counter(ids).items() if times > 1):
            self.double[what] = found

    def _acknowledged(self) -> None:
        """A ticket, a message, or at least the version that the answer spoke of."""
        tickets, messages = self.stored.tickets, self.stored.messages
        self._miss("tickets", (w.ticket for w in self.writes if UUID(w.ticket) not in tickets))
        self._miss("replies", (w.message for w in self.writes if w.message and UUID(w.message) not in messages))
        versions = {(event.ticket, event.version) for event in self.events.values()}
        changes = [w for w in self.writes if w.kind is Kind.STATUS]
        behind = (w for w in changes if (found := tickets.get(UUID(w.ticket))) and found["version"] < (w.version or 0))
        self._miss("changes", (w.ticket for w in behind))
        self._miss("told changes", (w.ticket for w in changes if (w.ticket, w.version) not in versions))

    def _published(self) -> None:
        """Each ticket's sequences without a gap up to the stored one, each told by one event, and none beyond it."""
        untold, invented = [], []
        for ticket_id, ticket in self.stored.tickets.items():
            told = {event.sequence for event in self._of_ticket[str(ticket_id)]}
            wanted = set(range(1, ticket["sequence"] + 1))
            untold += [f"{ticket_id}/{sequence}" for sequence in wanted - told]
            invented += [f"{ticket_id}/{sequence}" for sequence in told - wanted]
        invented += [ticket for ticket in self._of_ticket if UUID(ticket) not in self.stored.tickets]
        self._miss("events", untold)
        self._miss("writes that events tell of", invented)
        self._twice("sequences", ((e.ticket, e.sequence) for told in self._of_ticket.values() for e in told))

    def _sla(self) -> None:
        watches = self.stored.watches
        behind = []
        for ticket, told in self._of_ticket.items():
            newest = max((event.sequence or 0 for event in told if event.type in SEEN_BY_SLA), default=0)
            if watches.get(UUID(ticket), {}).get("last_sequence") != newest:
                behind.append(ticket)
        self._miss("watches up to date", behind)
        self._miss("deadlines on tickets", _without(self.stored.tickets, "deadlines"))

    def _routing(self) -> None:
        matching = {key: ticket for key, ticket in self.stored.tickets.items() if WORD in ticket["opening"]["text"]}
        decided = [decision["ticket_id"] for decision in self.stored.decisions.values()]
        self._miss("decisions", matching.keys() - set(decided))
        self._miss("routed tickets", _without(matching, "routed_by"))
        self._twice("decisions", decided)
        by_rule = [e for e in self.events.values() if e.by_rule and e.type == "ticket.updated"]
        self._twice("routings told", (event.ticket for event in by_rule))

    def _webhooks(self) -> None:
        wanted = {event.id for event in self.events.values() if event.type in SENT_TO_HOOK}
        delivered = [str(row["event_id"]) for row in self.stored.deliveries if row["status"] == "delivered"]
        self._miss("delivered webhooks", wanted - set(delivered))
        self._miss("webhooks at the receiver", wanted - set(self.hooks))
        self._twice("deliveries", (row["event_id"] for row in self.stored.deliveries))

    def _notifications(self) -> None:
        """A reply on a chat's ticket is one row; a sent one is one message in the chat, any other at most one."""
        tickets, messages, rows = self.stored.tickets, self.stored.messages, self.stored.outgoing
        replies = {key: m for key, m in messages.items() if tickets[m["ticket_id"]]["channel"] == "telegram"}
        self._miss("outgoing messages", replies.keys() - rows.keys())
        sent = {key for key, row in rows.items() if row["progress"] == "sent"}
        self._miss("messages in the chat", (key for key in sent if not self.texts[rows[key]["text"]]))
        self._miss("outcomes of replies", (key for key, row in rows.items() if not _settled(row)))
        told = (key for key, reply in replies.items() if key in rows and not _shows(reply, rows[key]))
        self._miss("delivery states on replies", told)
        self._twice("messages in a chat", self.texts.elements())


def _without(documents: Mapping[UUID, Document], name: str) -> Iterable[UUID]:
    return (key for key, document in documents.items() if not document.get(name))


def _settled(row: Document) -> bool:
    return bool(row["progress"] == "sent" or row["error"] == Reason.UNKNOWN_IF_SENT)


def _shows(reply: Document, row: Document) -> bool:
    return bool(reply["delivery"] and reply["delivery"]["status"] == row["progress"])

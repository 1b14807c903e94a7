"""Metrics that every service has; `/metrics` shows them in Prometheus' text form."""

from functools import cache

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest

REQUESTS = Histogram(
    "helpdesk_request_seconds", "Time from a request's first byte to its answer's last.", ["method", "status"]
)
PUBLISHED = Counter("helpdesk_events_published_total", "Events confirmed by the broker.", ["type"])
CONSUMED = Counter("helpdesk_events_consumed_total", "Events handled, by outcome.", ["type", "outcome"])
EVENT_AGE = Histogram("helpdesk_event_age_seconds", "Time from an event's making to its handling.", ["type"])
DEAD_LETTERS = Counter(
    "helpdesk_dead_letters_total",
    "Events that the service put on its dead queue, by kind of reason.",
    ["service", "kind"],
)
DEAD_DEPTH = Gauge(
    "helpdesk_dead_letters_waiting", "What the service's dead queue holds, whoever put it there.", ["service"]
)
OUTBOX_DEPTH = Gauge("helpdesk_outbox_documents", "Documents that hold events not yet confirmed.", ["collection"])
OUTBOX_AGE = Gauge("helpdesk_outbox_oldest_seconds", "Age of the oldest event not yet confirmed.", ["collection"])
TIMER_LATENESS = Histogram("helpdesk_timer_lateness_seconds", "Time from due to done.", ["kind"])
WEBHOOK_ATTEMPTS = Counter("helpdesk_webhook_attempts_total", "POSTs to webhook receivers, by outcome.", ["outcome"])
WEBHOOK_DELIVERIES = Counter("helpdesk_webhook_deliveries_total", "Webhooks that came to an end, by how.", ["outcome"])
WEBHOOKS_DISABLED = Counter("helpdesk_webhooks_disabled_total", "Endpoints turned off by the product.", ["reason"])
EMAILS = Counter("helpdesk_emails_total", "E-mails, by outcome: sent, failed, put_off (one try), off.", ["outcome"])
INCOMING = Counter("helpdesk_incoming_total", "Updates that messengers brought, by what became of them.", ["outcome"])
INCOMING_AGE = Histogram("helpdesk_incoming_age_seconds", "Time from an update's arrival to its being seen to.")
INCOMING_SET_ASIDE = Counter("helpdesk_incoming_set_aside_total", "Updates that failed whenever they were seen to.")
INCOMING_WAITING = Gauge("helpdesk_incoming_waiting", "Updates that have not been seen to.")
INCOMING_OLDEST = Gauge("helpdesk_incoming_oldest_seconds", "Age of the first update that has not been seen to.")


def request_took(seconds: float, *, method: str, status: int) -> None:
    """Count a request by its method and the status of its answer."""
    _request_histogram(method, status).observe(seconds)


@cache
def _request_histogram(method: str, status: int) -> Histogram:
    """Few: the server knows some thirty methods. Looking a child up by its labels costs more than counting in it."""
    return REQUESTS.labels(method, status)


def exposition() -> tuple[bytes, str]:
    """The body and content type of `/metrics`."""
    return generate_latest(), CONTENT_TYPE_LATEST

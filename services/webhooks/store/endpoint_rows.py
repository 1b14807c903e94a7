"""How an endpoint is written in MongoDB, its secrets sealed."""

from functools import lru_cache

from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.domain.failing import Failing
from services.webhooks.domain.secret import Secret
from shared.crypto import SealBroken, Sealer
from shared.log import get_logger
from shared.mongo import Document

log = get_logger()

SECRETS_KEPT_OPEN = 10_000
HEALTHY: Document = {"failing_since": None, "failing_deliveries": 0}


def owners_part(endpoint: Endpoint) -> Document:
    """What its owner decides; workers note failures beside it, and only a clean slate overrules them."""
    return {
        "url": endpoint.url,
        "events": list(endpoint.events),
        "format": endpoint.format,
        "description": endpoint.description,
        "enabled": endpoint.enabled,
        "disabled_reason": endpoint.disabled_reason,
        "updated_at": endpoint.updated_at,
        **(HEALTHY if endpoint.failing is None else {}),
    }


class Mapping:
    def __init__(self, sealer: Sealer) -> None:
        self._seal = sealer.seal
        # A sealed text opens to the same secret for ever, so that what was opened once never goes stale.
        self._open = lru_cache(SECRETS_KEPT_OPEN)(sealer.open)

    def to_document(self, endpoint: Endpoint) -> Document:
        return {
            "_id": endpoint.id,
            "tenant_id": endpoint.tenant_id,
            "secrets": self.sealed(endpoint),
            "created_at": endpoint.created_at,
            **owners_part(endpoint),
        }

    def sealed(self, endpoint: Endpoint) -> list[Document]:
        return [{"id": each.id, "sealed": self._seal(each.text), "until": each.until} for each in endpoint.secrets]

    def from_document(self, document: Document) -> Endpoint:
        return Endpoint(
            id=document["_id"],
            tenant_id=document["tenant_id"],
            url=document["url"],
            events=tuple(document["events"]),
            format=document["format"],
            description=document["description"],
            enabled=document["enabled"],
            disabled_reason=document["disabled_reason"],
            secrets=self._secrets(document),
            failing=_failing(document),
            created_at=document["created_at"],
            updated_at=document["updated_at"],
        )

    def _secrets(self, document: Document) -> tuple[Secret, ...]:
        """None at all where the encryption key has changed: the endpoint can be seen, but nothing signed for it."""
        try:
            return tuple(
                Secret(id=each.get("id"), text=self._open(each["sealed"]), until=each.get("until"))
                for each in document["secrets"]
            )
        except SealBroken:
            log.error("endpoint's secret does not open", endpoint_id=str(document["_id"]))
            return ()


def _failing(document: Document) -> Failing | None:
    since = document.get("failing_since")
    return None if since is None else Failing(since, document["failing_deliveries"])

"""Telling the services who asks: the principal's claims, signed for each request."""

from gateway.domain.principal import Principal
from shared.identity import Caller, sign_standing, standing_claims
from shared.vocabulary import Surface

MOST_KEPT = 10_000


class Signer:
    """Signs identities; what a principal's requests have in common is written out once, not for each."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._kept: dict[tuple[str, Surface], tuple[Principal, bytes]] = {}

    def sign(self, principal: Principal, *, surface: Surface, request_id: str) -> str:
        """The identity header's value, good for 60 seconds."""
        kept = self._kept.get((principal.key_id, surface))
        if kept is None or kept[0] is not principal:
            kept = self._write_out(principal, surface=surface)
        return sign_standing(kept[1], request_id=request_id, secret=self._secret)

    def _write_out(self, principal: Principal, *, surface: Surface) -> tuple[Principal, bytes]:
        claims = standing_claims(
            Caller(
                tenant_id=principal.tenant_id,
                role=principal.role,
                scopes=principal.scopes,
                name=principal.name,
                surface=surface,
                request_id="",
                key_id=principal.key_id,
                agent_id=principal.agent_id,
                contact_id=principal.contact_id,
            )
        )
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[principal.key_id, surface] = (principal, claims)
        return principal, claims

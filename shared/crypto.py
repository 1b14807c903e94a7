"""Secrets at rest: what must be read again later is stored sealed with a key from the environment."""

from cryptography.fernet import Fernet, InvalidToken

from shared.errors import HelpdeskError


class SealBroken(HelpdeskError):
    """A stored secret does not open with this key: the key was changed, or the value was tampered with."""

    code = "seal_broken"


class Sealer:
    """Seals and opens short texts (AES-128-CBC and HMAC-SHA256, by Fernet).

    `key` is the url-safe base64 of 32 random bytes (`HELPDESK_ENCRYPTION_KEY`).
    """

    def __init__(self, key: str) -> None:
        self._fernet = Fernet(key)

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text again. Raises SealBroken where the key is not the one it was sealed with."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise SealBroken("a stored secret cannot be opened with the current encryption key") from None

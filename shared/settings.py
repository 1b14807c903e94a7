"""Settings that every process has; each service adds its own in a model that inherits this one."""

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.crypto import Sealer

PORTS = {
    "gateway": 8080,
    "tickets": 8101,
    "routing": 8102,
    "sla": 8103,
    "webhooks": 8104,
    "notifications": 8105,
    "search": 8106,
}


MIB = 1024 * 1024


class BrokerSettings(BaseSettings):
    """Where the broker is, and what is ours on it: for processes, and for the command line."""

    # What is refused is named and not shown: it may be a secret, or stand beside one.
    model_config = SettingsConfigDict(env_prefix="HELPDESK_", frozen=True, extra="ignore", hide_input_in_errors=True)

    amqp_url: str = Field("amqp://guest:guest@127.0.0.1:5672/", description="RabbitMQ.")
    namespace: str = Field(
        "helpdesk",
        pattern=r"^[a-z][a-z0-9_]{0,30}$",
        description="Prefix of databases, exchanges and queues, so that several systems can share servers.",
    )


class ProcessSettings(BrokerSettings):
    """Read once, in `app.py`, from the environment; every name has the prefix `HELPDESK_`."""

    host: str = Field("127.0.0.1", description="The interface on which every process listens.")
    mongo_url: str = Field(
        "mongodb://127.0.0.1:27017/?replicaSet=rs0&directConnection=true",
        description="MongoDB; a replica set, if only of one node, since transactions need it.",
    )
    identity_secret: SecretStr = Field(description="Signs the identity that the gateway hands to the services.")
    encryption_key: SecretStr = Field(
        description="Seals what is stored and must be read again (bots' tokens, webhooks' secrets, kept answers): the "
        "url-safe base64 of 32 random bytes."
    )
    log_level: str = Field("info", description="debug, info, warning or error.")

    @field_validator("identity_secret")
    @classmethod
    def _long_enough(cls, secret: SecretStr) -> SecretStr:
        if len(secret.get_secret_value()) < 32:
            raise ValueError("must have at least 32 characters")
        return secret

    @field_validator("encryption_key")
    @classmethod
    def _is_a_key(cls, key: SecretStr) -> SecretStr:
        try:
            Sealer(key.get_secret_value())
        except ValueError:
            raise ValueError("must be the url-safe base64 of 32 random bytes") from None
        return key

    def database(self, service: str) -> str:
        """The name of a service's own database."""
        return f"{self.namespace}_{service}"


class AttachmentSettings(ProcessSettings):
    """For those through whose hands attachments go."""

    attachments_max_mib: int = Field(
        20, ge=1, le=100, description="The largest attachment, in MiB; the gateway and tickets must agree on it."
    )

    @property
    def attachments_max_bytes(self) -> int:
        return self.attachments_max_mib * MIB

"""The canonical words of the product; each surface spells them its own way in its dialect."""

from enum import StrEnum


class Status(StrEnum):
    NEW = "new"
    IN_PROGRESS = "in_progress"
    PENDING = "pending"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Kind(StrEnum):
    QUESTION = "question"
    INCIDENT = "incident"
    PROBLEM = "problem"
    TASK = "task"


class Channel(StrEnum):
    """Where a ticket came from; the chat channels are those with a conversation in a messenger."""

    TELEGRAM = "telegram"
    MAX = "max"
    VIRTUAL = "virtual"
    API = "api"
    PORTAL = "portal"
    EMAIL = "email"
    WEB = "web"
    PHONE = "phone"
    CHAT = "chat"


CHAT_CHANNELS = frozenset({Channel.TELEGRAM, Channel.MAX})
# By which the customer is reached: a ticket of one of these stays on it.
CONVERSATIONS = CHAT_CHANNELS | {Channel.VIRTUAL, Channel.PORTAL}


class Role(StrEnum):
    ADMIN = "admin"
    AGENT = "agent"
    CUSTOMER = "customer"


class Scope(StrEnum):
    READ = "read:helpdesk"
    WRITE = "write:helpdesk"
    ADMIN = "admin:helpdesk"


class Surface(StrEnum):
    MESSENGER = "messenger"
    WORKFLOW = "workflow"
    ENVELOPE = "envelope"
    ENTITY = "entity"


class AuthorType(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"
    SYSTEM = "system"


class ActorType(StrEnum):
    AGENT = "agent"
    CUSTOMER = "customer"
    SYSTEM = "system"
    RULE = "rule"


class SlaTarget(StrEnum):
    FIRST_RESPONSE = "first_response"
    RESOLUTION = "resolution"


class SendStatus(StrEnum):
    """How far a message has come on its way to the customer's messenger or mailbox."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"

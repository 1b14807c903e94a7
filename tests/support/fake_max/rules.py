"""What can be chosen about the imitation, and the platform's published limits."""

from dataclasses import dataclass

MAX_TEXT = 4000
MAX_ROWS, MAX_BUTTONS, MAX_IN_ROW, MAX_LABEL, MAX_PAYLOAD = 30, 210, 7, 128, 1024
MAX_ATTACHMENTS = 12
MAX_RETRIES = 10
RETRY_FACTOR = 2.5
MAX_BODY_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Rules:
    """The choices for one running server.

    `local` lets webhooks be plain HTTP. `know_everyone` lets a bot write to dialogs that were never opened. `pacing`
    answers 429 to a bot that writes too fast. `not_ready` is how often a file just brought is refused before it can be
    sent. `starts_again` is whether Start in an open dialog is told to the bot: the platform promises neither.
    `retry_seconds` is the pause after a first failed webhook attempt (each is 2.5 times the one before);
    `answer_seconds` is how long a webhook may take.
    """

    local: bool = False
    know_everyone: bool = False
    pacing: bool = False
    not_ready: int = 0
    starts_again: bool = True
    retry_seconds: float = 60.0
    answer_seconds: float = 30.0

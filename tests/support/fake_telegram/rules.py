"""What can be chosen about the imitation, and the platform's published limits."""

from dataclasses import dataclass

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_CALLBACK_DATA_BYTES = 64
MAX_CALLBACK_ANSWER = 200
MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
MAX_COMMANDS = 100
WEBHOOK_PORTS = (80, 88, 443, 8443)


@dataclass(frozen=True)
class Rules:
    """The choices for one running server.

    `local` follows a Bot API server of one's own in local mode: webhooks may be plain HTTP, on any port and address.
    `know_everyone` lets a bot write to chats that never started it. `pacing` answers 429 to a bot that writes too fast.
    `retry_seconds` is the first pause after a second failed webhook attempt (it doubles); `answer_seconds` is how long
    a webhook may take; `press_seconds` is how long a button press can be answered.
    """

    local: bool = False
    know_everyone: bool = False
    pacing: bool = False
    retry_seconds: float = 2.0
    answer_seconds: float = 60.0
    press_seconds: float = 60.0

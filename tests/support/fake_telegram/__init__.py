"""A server that behaves as the Telegram Bot API does, with a control door for tests and demonstrations.

    async with running(rules=Rules(local=True)) as url, TelegramControl(url) as telegram:
        await telegram.register_bot("1000:fake")
        await telegram.start(7, payload="hr_abc")
        assert await telegram.texts(7) == ["Welcome"]

`url` is what a client uses in place of https://api.telegram.org. Only private chats are imitated, and of the parse
modes only HTML; what a text's length is counted in, UTF-16 units, is the strictest reading of the platform's limit.
"""

from tests.support.fake_messenger.control import ControlRefused
from tests.support.fake_messenger.faults import FaultKind

from .control import TelegramControl
from .rules import Rules
from .server import running, running_in_thread

__all__ = ["ControlRefused", "FaultKind", "Rules", "TelegramControl", "running", "running_in_thread"]

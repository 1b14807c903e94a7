"""A server that behaves as MAX's Bot API does, with a control door for tests and demonstrations.

    async with running(rules=Rules(local=True)) as url, MaxControl(url) as max_api:
        await max_api.register_bot("max-token")
        await max_api.start(700007, payload="hr_abc")
        assert await max_api.texts(700007) == ["Welcome"]

`url` is what a client uses in place of https://platform-api2.max.ru. Only dialogs are imitated; the person behind
dialog N has the number N + 1,000,000,000, for on MAX a dialog's number is not its customer's.
"""

from tests.support.fake_messenger.control import ControlRefused
from tests.support.fake_messenger.faults import FaultKind

from .control import MaxControl
from .rules import Rules
from .server import running, running_in_thread

__all__ = ["ControlRefused", "FaultKind", "MaxControl", "Rules", "running", "running_in_thread"]

"""The suite that every adapter passes: what goes out, what comes in, and what refusals become."""

from tests.contracts.platforms.incoming import Incoming
from tests.contracts.platforms.outgoing import Outgoing
from tests.contracts.platforms.refusing import Refusals


class PlatformSuite(Outgoing, Incoming, Refusals):
    """All of it; who inherits it has a fixture `ground`."""

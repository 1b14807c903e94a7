"""What can go wrong on the way up, in words for the person at the terminal."""


class LocalError(Exception):
    """The system cannot be brought up; the message says why and what would help."""


class NotInTime(LocalError):
    """Something that was waited for did not come about within its time."""

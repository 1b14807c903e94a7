"""The numbers of a tenant's tickets: each is given once."""


class NumberTaken(Exception):
    """Another ticket has the number: it was given twice, by a database that was killed and forgot it."""

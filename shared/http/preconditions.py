"""Entity tags: which version of a thing an answer shows, and on which one a request builds."""

import re
from hashlib import blake2b

from shared.errors import Malformed

ETAG = "ETag"
DIGEST_BYTES = 8
TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
VERSION = re.compile(r"[0-9]{1,15}")
LIST = re.compile(rf"\s*(?:{TAG.pattern}\s*(?:,\s*|$))+")


def version_tag(version: int) -> str:
    """The tag of a thing's version, as answers to writes carry it."""
    return f'"{version}"'


def shown_tag(version: int, *, body: bytes) -> str:
    """The tag of what is shown of a thing: also what moves no version, such as the time left, makes another of it."""
    return f'"{version}-{blake2b(body, digest_size=DIGEST_BYTES).hexdigest()}"'


def expected_versions(values: list[str]) -> frozenset[int] | None:
    """What `If-Match` names, in either form of a tag; None where any version will do. Raises Malformed.

    A weak tag, or one that is none of ours, matches nothing.
    """
    if not values or [value.strip() for value in values] == ["*"]:
        return None
    heads = (tag.split("-")[0] for weak, tag in _tags(values, header="If-Match") if not weak)
    return frozenset(int(head) for head in heads if VERSION.fullmatch(head))


def is_known(tag: str, *, values: list[str]) -> bool:
    """Whether `If-None-Match` names the tag. Raises Malformed."""
    if [value.strip() for value in values] == ["*"]:
        return True
    return any(f'"{known}"' == tag for _, known in _tags(values, header="If-None-Match"))


def _tags(values: list[str], *, header: str) -> list[tuple[str, str]]:
    """Each tag of the header, and whether it is weak."""
    for value in values:
        if not LIST.fullmatch(value):
            raise Malformed(f"{header} must be * or a list of entity tags in double quotes.")
    return TAG.findall(", ".join(values))

"""The text of a message: parse mode, emptiness and length."""

from typing import TypeGuard

from tests.support.fake_telegram.html_markup import parse_html, utf16_length
from tests.support.fake_telegram.nouns import JsonObject
from tests.support.fake_telegram.parameters import Parameters
from tests.support.fake_telegram.refusals import bad_request
from tests.support.fake_telegram.rules import MAX_CAPTION, MAX_TEXT


def read_text(parameters: Parameters) -> tuple[str, list[JsonObject]]:
    """The text of a message, trimmed, with its entities; empty, too long or badly marked up text is refused.

    Length counts UTF-16 units: the strictest reading of the platform's 4096 characters.
    """
    text, entities = _read(parameters, name="text", listed="entities")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text, entities


def read_caption(parameters: Parameters) -> tuple[str, list[JsonObject]]:
    """The caption of a photo or document, which may be empty."""
    text, entities = _read(parameters, name="caption", listed="caption_entities")
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def _read(parameters: Parameters, *, name: str, listed: str) -> tuple[str, list[JsonObject]]:
    text = parameters.text(name)
    match parameters.text("parse_mode").lower():
        case "":
            given = parameters.nested(listed, what="message entities")
            return text.strip(), given if _is_list_of_objects(given) else []
        case "html":
            parsed, entities = parse_html(text)
            return parsed.strip(), entities
        case _:
            raise bad_request("unsupported parse_mode")


def _is_list_of_objects(value: object) -> TypeGuard[list[JsonObject]]:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)

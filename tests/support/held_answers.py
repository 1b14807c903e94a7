"""Holding real answers to the API document: status, content and schema, and which operations were seen to work."""

import re
from typing import Any

import httpx
import schemathesis

from tests.support.api_document import Json, operations, strict


class HeldAnswers:
    """An event hook of an HTTP client: every answer must be one that the document tells of."""

    def __init__(self, document: Json) -> None:
        self._schema = schemathesis.openapi.from_dict(strict(document))
        self._operations = [
            (method, re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path, operation)
            for path, method, operation in operations(document)
        ]
        self.worked: set[str] = set()

    async def __call__(self, response: httpx.Response) -> None:
        """Raises AssertionError for an answer that the document does not have."""
        await response.request.aread()
        await response.aread()
        request = response.request
        found = self._found(request.method.lower(), request.url.path)
        assert found is not None, f"undocumented: {request.method} {request.url.path}"
        path, operation = found
        about = f"{operation['operationId']} answered {response.status_code} {response.text[:500]}"
        assert str(response.status_code) in operation["responses"], about
        self._check(response, path=path, about=about)
        if response.is_success:
            self.worked.add(operation["operationId"])

    def _found(self, method: str, path: str) -> tuple[str, Json] | None:
        """The operation at this path; one without parameters comes before one that takes anything there."""
        matching = [each for each in self._operations if each[0] == method and each[1].fullmatch(path)]
        return min(((path, operation) for _, _, path, operation in matching), key=_vagueness, default=None)

    def _check(self, response: httpx.Response, *, path: str, about: str) -> None:
        operation: Any = self._schema[path][response.request.method]
        try:
            operation.validate_response(response)
        except Exception as violation:
            raise AssertionError(f"{about}: {violation}") from violation


def _vagueness(found: tuple[str, Json]) -> int:
    return found[0].count("{")

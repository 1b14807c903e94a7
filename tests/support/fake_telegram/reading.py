"""From an HTTP request to parameters: query, JSON, urlencoded and multipart."""

import json

from aiohttp import BodyPartReader, web

from .parameters import Parameters, Upload
from .refusals import TOO_LARGE, Refusal, bad_request


async def read_parameters(request: web.Request) -> Parameters:
    """The call's parameters; the body wins over the query. Raises a refusal for a body that cannot be read."""
    values: dict[str, object] = dict(request.query)
    if request.method == "GET":
        return Parameters(values)
    try:
        match request.content_type:
            case "application/json":
                values.update(_json_object(await request.read()))
            case "multipart/form-data":
                return await _multipart(request, values=values)
            case "application/x-www-form-urlencoded":
                values.update({name: value for name, value in (await request.post()).items() if isinstance(value, str)})
    except web.HTTPRequestEntityTooLarge:
        raise Refusal(413, TOO_LARGE) from None
    return Parameters(values)


def _json_object(body: bytes) -> dict[str, object]:
    if not body.strip():
        return {}
    try:
        parsed: object = json.loads(body)
        json.dumps(parsed, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(parsed, dict):
        raise bad_request("expected a JSON object")
    return parsed


async def _multipart(request: web.Request, *, values: dict[str, object]) -> Parameters:
    uploads: dict[str, Upload] = {}
    left = request.client_max_size
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = await part.read()
        left -= len(content)
        if left < 0:
            raise Refusal(413, TOO_LARGE)
        if part.filename is None:
            values[part.name] = content.decode(errors="replace")
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            uploads[part.name] = Upload(part.filename, mime_type, bytes(content))
    return Parameters(values, uploads)

"""Where a sent file comes from: a part of the form, a file id, or an address to fetch."""

import aiohttp

from tests.support.fake_telegram.nouns import StoredFile
from tests.support.fake_telegram.parameters import Upload
from tests.support.fake_telegram.refusals import TOO_LARGE, Refusal, bad_request
from tests.support.fake_telegram.rules import MAX_PHOTO_BYTES, MAX_UPLOAD_BYTES

from .call import Call

IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
FETCH_TIMEOUT = aiohttp.ClientTimeout(total=10)


async def read_photo(call: Call) -> StoredFile:
    """The photo of a call; what is too big or no image is refused."""
    given = await _given(call, kind="photo")
    if isinstance(given, StoredFile):
        return given
    if len(given.content) > MAX_PHOTO_BYTES:
        size = len(given.content)
        raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {MAX_PHOTO_BYTES}")
    if not given.content.startswith(IMAGES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    return call.bot.add_file(kind="photo", name=given.name, mime_type="image/jpeg", content=given.content)


async def read_document(call: Call) -> StoredFile:
    """The document of a call."""
    given = await _given(call, kind="document")
    if isinstance(given, StoredFile):
        return given
    return call.bot.add_file(kind="document", name=given.name, mime_type=given.mime_type, content=given.content)


async def _given(call: Call, *, kind: str) -> Upload | StoredFile:
    named = call.parameters.text(kind)
    part = named.removeprefix("attach://") if named.startswith("attach://") else kind
    upload = call.parameters.uploads.get(part)
    if upload is None and named.startswith(("http://", "https://")):
        upload = await _fetch(call, url=named)
    if upload is not None:
        return _checked(upload)
    if not named or named.startswith("attach://"):
        raise bad_request(f"there is no {kind} in the request")
    file = call.bot.files.get(named)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def _checked(upload: Upload) -> Upload:
    if len(upload.content) > MAX_UPLOAD_BYTES:
        raise Refusal(413, TOO_LARGE)
    if not upload.content:
        raise bad_request("file must be non-empty")
    return upload


async def _fetch(call: Call, *, url: str) -> Upload:
    try:
        async with call.session.get(url, timeout=FETCH_TIMEOUT) as response:
            response.raise_for_status()
            content = await response.read()
            return Upload(response.url.name or "file", response.content_type, content)
    except (TimeoutError, aiohttp.ClientError):
        raise bad_request("failed to get HTTP URL content") from None

"""getFile: from a file id to a download path."""

from tests.support.fake_telegram.refusals import bad_request
from tests.support.fake_telegram.rules import MAX_DOWNLOAD_BYTES
from tests.support.fake_telegram.shown import shown_file

from .call import Call


async def get_file(call: Call) -> object:
    """The file's path below /file/bot<token>/; more than 20 MB cannot be downloaded."""
    file_id = call.parameters.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = call.bot.files.get(file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return shown_file(file)

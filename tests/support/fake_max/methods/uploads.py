"""POST /uploads: a place that a file is brought to before it can be sent."""

from uuid import uuid4

from tests.support.fake_max.nouns import JsonObject
from tests.support.fake_max.refusals import wrong

from .call import Call

KINDS = ("image", "video", "audio", "file")


async def ask_for_place(call: Call) -> JsonObject:
    """An address; audio and video have their token from here, the others from the place itself."""
    kind = call.query.get("type", "")
    if kind not in KINDS:
        raise wrong("type: must be image, video, audio or file")
    answer: JsonObject = {"url": f"{call.origin}/place/{call.bot.id}/{kind}/{uuid4().hex}"}
    if kind in ("audio", "video"):
        answer["token"] = call.bot.add_file(kind=kind, name=kind, content=b"").token
    return answer

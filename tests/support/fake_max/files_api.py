"""Where files are brought to and fetched from: addresses that ask for no token."""

from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from .bot import Bot
from .nouns import StoredFile
from .world import World

IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")


@dataclass
class FilesApi:
    """The platform's stores of files."""

    world: World

    def routes(self) -> list[web.RouteDef]:
        """The routes of this door."""
        return [
            web.post("/place/{bot_id:\\d+}/{kind}/{place}", self.take),
            web.get("/content/{token}", self.give),
        ]

    async def take(self, request: web.Request) -> web.Response:
        """The part `data` of a form; how it is answered depends on the kind."""
        bot, kind = self._bot(int(request.match_info["bot_id"])), request.match_info["kind"]
        if bot is None or request.content_type != "multipart/form-data":
            return web.json_response({"code": "upload.error", "message": "no form"}, status=400)
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and part.name == "data":
                content = bytes(await part.read())
                if kind == "image" and not content.startswith(IMAGES):
                    return web.json_response({"code": "upload.error", "message": "no image"}, status=400)
                file = bot.add_file(kind=kind, name=part.filename or kind, content=content)
                bot.not_ready[file.token] = self.world.rules.not_ready
                return _taken(file)
        return web.json_response({"code": "upload.error", "message": "no part named data"}, status=400)

    async def give(self, request: web.Request) -> web.Response:
        """The bytes of a file."""
        token = request.match_info["token"]
        found = next((bot.files[token] for bot in self.world.bots.values() if token in bot.files), None)
        if found is None:
            return web.Response(status=404)
        return web.Response(body=found.content, content_type="application/octet-stream")

    def _bot(self, bot_id: int) -> Bot | None:
        return next((bot for bot in self.world.bots.values() if bot.id == bot_id), None)


def _taken(file: StoredFile) -> web.Response:
    match file.kind:
        case "image":
            return web.json_response({"photos": {"photo": {"token": file.token}}})
        case "file":
            return web.json_response({"fileId": 1, "token": file.token})
    return web.Response(text="<retval>1</retval>", content_type="text/xml")

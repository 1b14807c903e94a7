"""`/hooks/<kind>/<channel id>`: where the messengers' platforms bring updates. They have no key, only their secret."""

from fastapi import APIRouter, FastAPI, Request, Response

from services.notifications.usecases.called_bot import called_bot
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.receive import receive
from shared.errors import NotFound, TooLarge
from shared.http.app import answer_errors, answer_on_surface, json_answer
from shared.http.door import Outside, path_id
from shared.vocabulary import CHAT_CHANNELS, Channel

BASE = "/hooks/"
# Far more than any platform's update: what is sent as a file is fetched later.
LARGEST_BYTES = 1024 * 1024


def hooks(ports: Ports) -> Outside:
    """An app of its own, so that whoever comes this way gets to nothing else."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    answer_errors(app, answer=answer_on_surface)
    app.include_router(hooks_api(ports))
    return Outside(BASE, app)


def hooks_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=BASE.rstrip("/"), include_in_schema=False)

    @router.post("/{kind}/{channel_id}")
    async def take_update(kind: str, channel_id: str, request: Request) -> Response:
        """200 once it is stored; 503, after which the platform brings it again, where that cannot be."""
        if kind not in CHAT_CHANNELS:
            raise NotFound("There is nothing at this address.")
        bot = await called_bot(ports, kind=Channel(kind), channel_id=path_id(channel_id), headers=request.headers)
        await receive(ports, await _body(request), bot=bot)
        return json_answer({})

    return router


async def _body(request: Request) -> bytes:
    """The whole of it, however it says it is written."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BYTES:
            raise TooLarge(f"The body is larger than {LARGEST_BYTES} bytes.")
    return bytes(body)

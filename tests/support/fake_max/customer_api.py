"""The part of the control door where tests act as customers: /control/chats/<chat_id>/<act>."""

import base64
from dataclasses import dataclass

from aiohttp import web

from tests.support.fake_messenger.records_api import Impossible, read_body

from .control_views import message_view, press_view
from .customers import CustomerHand
from .delivery import Courier
from .nouns import PERSON_OFFSET, Content, JsonObject, Message, Person
from .shapes import Attach, EditText, PressButton, Start, Write
from .world import World

EXTRAS: dict[str, JsonObject] = {
    "sticker": {"payload": {"url": "https://i.max.example/sticker", "code": "1f600"}, "width": 64, "height": 64},
    "contact": {"payload": {"vcf_info": "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nTEL:+7999\r\nEND:VCARD\r\n"}},
    "location": {"latitude": 55.75, "longitude": 37.61},
}


@dataclass
class CustomerApi:
    """Each act names its dialog in the path, and in the query the bot when there are several."""

    world: World
    courier: Courier

    def routes(self) -> list[web.RouteDef]:
        """The routes of this door."""
        chat = "/control/chats/{chat_id}"
        return [
            web.post(chat + "/start", self.start),
            web.post(chat + "/write", self.write),
            web.post(chat + "/attach", self.attach),
            web.post(chat + "/edit", self.edit),
            web.post(chat + "/press", self.press),
            web.post(chat + "/block", self.block),
        ]

    async def start(self, request: web.Request) -> web.Response:
        """Press Start."""
        wish, hand = await read_body(request, Start), self._hand(request)
        hand.start(Person(hand.chat_id + PERSON_OFFSET, **wish.person.model_dump()), payload=wish.payload)
        return web.Response(status=204)

    async def write(self, request: web.Request) -> web.Response:
        """Write a text."""
        wish, hand = await read_body(request, Write), self._hand(request)
        return _message(hand, hand.say(Content(wish.text)))

    async def attach(self, request: web.Request) -> web.Response:
        """Send a file, or something that is none."""
        wish, hand = await read_body(request, Attach), self._hand(request)
        if wish.kind in EXTRAS:
            return _message(
                hand, hand.say(Content(wish.caption or None, extra={"type": wish.kind, **EXTRAS[wish.kind]}))
            )
        content = base64.b64decode(wish.content_base64)
        file = hand.bot.add_file(kind=wish.kind, name=wish.name, content=content, size=wish.size)
        return _message(hand, hand.say(Content(wish.caption or None, (file,))))

    async def edit(self, request: web.Request) -> web.Response:
        """Change a text."""
        wish, hand = await read_body(request, EditText), self._hand(request)
        return _message(hand, hand.edit(mid=wish.message_id, text=wish.text))

    async def press(self, request: web.Request) -> web.Response:
        """Press a button."""
        wish, hand = await read_body(request, PressButton), self._hand(request)
        press = hand.press(data=wish.data, mid=wish.message_id, stale=wish.stale)
        return web.json_response(press_view(hand.bot, press).model_dump())

    async def block(self, request: web.Request) -> web.Response:
        """Stop the bot."""
        self._hand(request).stop()
        return web.Response(status=204)

    def _hand(self, request: web.Request) -> CustomerHand:
        bot_id = request.query.get("bot_id")
        bots = [bot for bot in self.world.bots.values() if bot_id in (None, str(bot.id))]
        if len(bots) != 1:
            raise Impossible(f"{len(bots)} bots fit: name one by bot_id" if bots else "there is no such bot")
        origin = str(request.url.origin())
        return CustomerHand(self.world, self.courier, bots[0], int(request.match_info["chat_id"]), origin)


def _message(hand: CustomerHand, message: Message) -> web.Response:
    return web.json_response(message_view(hand.bot, message).model_dump())

"""The part of the control door where tests act as customers: /control/chats/<chat_id>/<act>."""

import base64
from dataclasses import dataclass

from aiohttp import web

from tests.support.fake_messenger.records_api import Impossible, read_body

from .bot import Bot
from .control_views import message_view, press_view
from .customers import CustomerHand
from .delivery import Courier
from .nouns import Customer, Message, Reach
from .shapes import Attach, EditText, PressButton, Start, Write
from .world import World

REACHES = {"block": Reach.BLOCKED, "unblock": Reach.OPEN, "deactivate": Reach.DEACTIVATED}


@dataclass
class CustomerApi:
    """Each act names its chat in the path, and in the query the bot when there are several."""

    world: World
    courier: Courier

    def routes(self) -> list[web.RouteDef]:
        """The routes of this door."""
        chat = "/control/chats/{chat_id:\\d+}"
        return [
            web.post(chat + "/start", self.start),
            web.post(chat + "/write", self.write),
            web.post(chat + "/attach", self.attach),
            web.post(chat + "/edit", self.edit),
            web.post(chat + "/press", self.press),
            web.post(chat + "/{reach:block|unblock|deactivate}", self.change_reach),
        ]

    async def start(self, request: web.Request) -> web.Response:
        """Press Start."""
        wish = await read_body(request, Start)
        hand = self._hand(request)
        customer = Customer(hand.chat_id, **wish.person.model_dump())
        return _message(hand.bot, hand.start(customer, payload=wish.payload))

    async def write(self, request: web.Request) -> web.Response:
        """Write a text."""
        wish = await read_body(request, Write)
        hand = self._hand(request)
        return _message(hand.bot, hand.write(wish.text, reply_to=wish.reply_to))

    async def attach(self, request: web.Request) -> web.Response:
        """Send a file."""
        wish = await read_body(request, Attach)
        hand = self._hand(request)
        message = hand.attach(
            kind=wish.kind,
            name=wish.name,
            mime_type=wish.mime_type,
            content=base64.b64decode(wish.content_base64),
            size=wish.size,
            caption=wish.caption,
        )
        return _message(hand.bot, message)

    async def edit(self, request: web.Request) -> web.Response:
        """Change a text."""
        wish = await read_body(request, EditText)
        hand = self._hand(request)
        return _message(hand.bot, hand.edit(message_id=wish.message_id, text=wish.text))

    async def press(self, request: web.Request) -> web.Response:
        """Press a button."""
        wish = await read_body(request, PressButton)
        hand = self._hand(request)
        press = hand.press(data=wish.data, message_id=wish.message_id, stale=wish.stale, expired=wish.expired)
        return web.json_response(press_view(hand.bot, press).model_dump())

    async def change_reach(self, request: web.Request) -> web.Response:
        """Block or unblock the bot, or delete the account."""
        self._hand(request).reach(REACHES[request.match_info["reach"]])
        return web.Response(status=204)

    def _hand(self, request: web.Request) -> CustomerHand:
        bot_id = request.query.get("bot_id")
        bots = [bot for bot in self.world.bots.values() if bot_id in (None, str(bot.id))]
        if len(bots) != 1:
            raise Impossible(f"{len(bots)} bots fit: name one by bot_id" if bots else "there is no such bot")
        return CustomerHand(self.world, self.courier, bots[0], int(request.match_info["chat_id"]))


def _message(bot: Bot, message: Message) -> web.Response:
    return web.json_response(message_view(bot, message).model_dump())

"""Methods about the bot itself: who it is, its command menu, its typing sign."""

import json
import re

from tests.support.fake_telegram.refusals import bad_request
from tests.support.fake_telegram.rules import MAX_COMMANDS
from tests.support.fake_telegram.shown import bot_user

from .call import Call

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
CHAT_ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
)  # fmt: skip


async def get_me(call: Call) -> object:
    """getMe: the bot as a User, with what it can do."""
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**bot_user(call.bot), **abilities}


async def set_my_commands(call: Call) -> object:
    """setMyCommands: one list for each scope and language."""
    commands = call.parameters.nested("commands", what="commands")
    if commands is None:
        raise bad_request('parameter "commands" is required')
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    scope = call.parameters.nested("scope", what="BotCommandScope") or {"type": "default"}
    language = call.parameters.text("language_code")
    key = json.dumps([scope, language], sort_keys=True)
    call.bot.commands[key] = {"scope": scope, "language_code": language, "commands": commands}
    return True


async def send_chat_action(call: Call) -> object:
    """sendChatAction: nothing is kept, but the chat must be reachable and the action known."""
    call.world.reachable_chat(call.bot, chat_id=call.parameters.text("chat_id"))
    if call.parameters.text("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def _check_command(command: object) -> None:
    if not isinstance(command, dict):
        raise bad_request("expected an Object")
    name = str(command.get("command", "")).removeprefix("/")
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(str(command.get("description", ""))) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")

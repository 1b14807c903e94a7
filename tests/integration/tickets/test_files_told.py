"""An event says which files a message carries, and never what is in them."""

from base64 import b64encode

import pytest

from shared.events.ticket import MessageData
from tests.integration.tickets.desk import Desk


@pytest.mark.parametrize("internal", [False, True])
async def test_a_message_is_told_with_its_files_names_alone(desk: Desk, internal: bool) -> None:
    ticket, content = await desk.open(), b64encode(b"s3cret" * 50_000).decode()
    wish = {"name": "receipt.pdf", "content_type": "application/pdf", "content_base64": content}
    said = {"text": "The receipt", "attachments": [wish] * 2, "internal": internal}
    message = await desk.post(f"/tickets/{ticket['id']}/reply", said)
    told = (await desk.events(ticket, upto=2))[1]
    assert told.type == ("ticket.noted" if internal else "ticket.replied")
    assert isinstance(told.data, MessageData)
    assert [each.model_dump(mode="json") for each in told.data.message.attachments] == message["attachments"]
    assert told.data.message.attachments[0].url == f"/v1/helpdesk/attachments/{message['attachments'][0]['id']}"
    assert len(told.to_json()) < 5_000

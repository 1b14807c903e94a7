"""A body names a file or brings it, in the surface's own spelling."""

import pytest
from pydantic import ValidationError

from shared.dialects.attachments import (
    AttachmentBody,
    CamelAttachmentBody,
    attachment_url,
    attachments_out,
)
from shared.events.attachment import AttachmentSnapshot
from shared.ids import new_id

SNAKE = {"name": "a.txt", "content_type": "text/plain", "content_base64": "SGVsbG8="}
CAMEL = {"name": "a.txt", "contentType": "text/plain", "contentBase64": "SGVsbG8="}


@pytest.mark.parametrize(("model", "body"), [(AttachmentBody, SNAKE), (CamelAttachmentBody, CAMEL)])
def test_a_file_that_comes_along(model: type[AttachmentBody], body: dict[str, str]) -> None:
    read = model.model_validate(body)
    assert (read.id, read.name, read.content_type, read.content_base64) == (None, "a.txt", "text/plain", b"Hello")


@pytest.mark.parametrize(
    ("model", "name"), [(AttachmentBody, "content_base64"), (CamelAttachmentBody, "contentBase64")]
)
@pytest.mark.parametrize("wrong", ["SGVsbG8", "SGVs\nbG8=", "SGVs bG8=", "!", "SGVsbG8=x", 1, ["SGVsbG8="]])
def test_what_is_no_base64_is_named_as_the_surface_spells_it(
    model: type[AttachmentBody], name: str, wrong: object
) -> None:
    body = {**(SNAKE if model is AttachmentBody else CAMEL), name: wrong}
    with pytest.raises(ValidationError) as refused:
        model.model_validate(body)
    assert [each["loc"] for each in refused.value.errors()] == [(name,)]


@pytest.mark.parametrize("body", [{}, {"name": "a.txt"}, {**SNAKE, "id": str(new_id())}, {"content_type": "a/b"}])
def test_neither_or_both_is_refused(body: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        AttachmentBody.model_validate(body)


def test_a_message_shows_its_files_in_the_surfaces_spelling() -> None:
    file_id = new_id()
    file = AttachmentSnapshot(id=file_id, name="a", content_type="a/b", size=1, url=attachment_url(file_id))
    rest = {"id": str(file_id), "name": "a", "size": 1, "url": f"/v1/helpdesk/attachments/{file_id}"}
    assert attachments_out([file]) == [{**rest, "content_type": "a/b"}]
    assert attachments_out([file], content_type="contentType") == [{**rest, "contentType": "a/b"}]

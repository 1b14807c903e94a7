"""A file comes out of a form whole, however the form was cut on its way."""

from starlette.requests import Request

from shared.http.upload import incoming_file

CONTENT = b"\r\n--x\r\n\r\n--xy1\r\nHello\r\n--"
OTHER = b'--xy12\r\nContent-Disposition: form-data; name="other"\r\n\r\nignored\r\n'
BODY = (
    OTHER
    + b'--xy12\r\nCONTENT-disposition: form-data; filename="a b.txt"; name="file"\r\nContent-Type: text/x\r\n\r\n'
    + CONTENT
    + b"\r\n"
    + OTHER
    + b"--xy12--\r\nepilogue"
)


def request(*pieces: bytes) -> Request:
    arriving = iter(pieces)
    left = len(pieces)

    async def receive() -> dict[str, object]:
        nonlocal left
        left -= 1
        return {"type": "http.request", "body": next(arriving), "more_body": left > 0}

    headers = [(b"content-type", b'Multipart/Form-Data; boundary="xy12"')]
    return Request({"type": "http", "method": "POST", "path": "/", "headers": headers}, receive)


async def test_at_every_place_where_it_may_be_cut() -> None:
    cuts = [(BODY[:place], BODY[place:]) for place in range(len(BODY))]
    bytewise = tuple(BODY[place : place + 1] for place in range(len(BODY)))
    for pieces in (*cuts, bytewise):
        file = await incoming_file(request(*pieces), field="file")
        assert (file.name, file.content_type) == ("a b.txt", "text/x")
        assert b"".join([piece async for piece in file.pieces]) == CONTENT

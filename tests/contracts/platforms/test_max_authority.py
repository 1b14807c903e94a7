"""MAX's certificates come from an authority that few systems know: it is trusted where its file is named."""

import contextlib
import ipaddress
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.notifications.clients.max import Max
from services.notifications.domain.refusals import Temporary


def certify(directory: Path) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that is its own authority, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Unknown Root CA")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = builder.add_extension(address, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    paths = directory / "root.pem", directory / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    return paths


@contextlib.asynccontextmanager
async def serving(certificate: Path, *, key: Path) -> AsyncIterator[str]:
    """A server that answers GET /me over TLS; its address."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    application = web.Application()

    async def me(request: web.Request) -> web.Response:
        return web.json_response({"user_id": 5, "first_name": "Desk", "username": request.headers["Authorization"]})

    application.router.add_get("/me", me)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        yield f"https://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_the_authority_is_trusted_where_its_file_is_named(tmp_path: Path) -> None:
    certificate, key = certify(tmp_path)
    async with serving(certificate, key=key) as url:
        trusting, doubting = Max(url, ca_file=str(certificate)), Max(url)
        assert (await trusting.identify("token")).username == "token"
        with pytest.raises(Temporary):
            await doubting.identify("token")
        await trusting.close()
        await doubting.close()

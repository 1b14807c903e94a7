"""The connections toward the services: how many, how long they are kept, how long one waits for them."""

import aiohttp

# Shorter than the services keep an idle connection (75 s), so that a reused one is never a closed one.
KEEP_ALIVE_SECONDS = 30
CONNECT_SECONDS = 2.0
SILENCE_SECONDS = 30.0
CONNECTIONS_PER_HOST = 256
TIMEOUT = aiohttp.ClientTimeout(
    total=None, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=SILENCE_SECONDS
)


def open_session() -> aiohttp.ClientSession:
    """A session for the running event loop; whoever opens it closes it."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit=0,
            limit_per_host=CONNECTIONS_PER_HOST,
            keepalive_timeout=KEEP_ALIVE_SECONDS,
            ttl_dns_cache=10,
        ),
        timeout=TIMEOUT,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
    )


def connector_of(session: aiohttp.ClientSession) -> aiohttp.BaseConnector:
    """The session's pool."""
    assert session.connector is not None
    return session.connector

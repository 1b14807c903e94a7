"""The HTTP client toward the services: connections that are kept, and nothing that touches a body or a cookie."""

import aiohttp

# Shorter than the services keep an idle connection (75 s), so that a reused one is never a closed one.
KEEP_ALIVE_SECONDS = 30
CONNECT_SECONDS = 2.0
SILENCE_SECONDS = 30.0
CONNECTIONS_PER_HOST = 256


def open_session() -> aiohttp.ClientSession:
    """A session for the running event loop; whoever opens it closes it."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit=0,
            limit_per_host=CONNECTIONS_PER_HOST,
            keepalive_timeout=KEEP_ALIVE_SECONDS,
            ttl_dns_cache=10,
        ),
        timeout=aiohttp.ClientTimeout(
            total=None, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=SILENCE_SECONDS
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
        auto_decompress=False,
        trust_env=False,
    )

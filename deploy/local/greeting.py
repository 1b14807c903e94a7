"""What the terminal says once the system serves: addresses, keys, a first request ready to paste."""

from pathlib import Path

from deploy.local.demo import Demo


def greeting(demo: Demo, *, mongo_url: str, amqp_url: str, data: Path) -> str:
    """Return the text; it holds the demo's keys, as demo.json does."""
    return f"""
The helpdesk serves at {demo["base_url"]}

  gateway   {demo["base_url"]}        (readiness: {demo["base_url"]}/readyz?system=1)
  MongoDB   {without_password(mongo_url)}
  RabbitMQ  {without_password(amqp_url)}
  logs      {data / "logs"}
  keys      {data / "demo.json"}   (operator token, tenant {demo["tenant_id"]}, keys: {", ".join(demo["keys"])})

A first ticket:

  curl -s {demo["base_url"]}/v1/helpdesk/tickets \\
    -H 'Authorization: Bearer {demo["keys"]["admin"]}' \\
    -H 'Content-Type: application/json' \\
    -d '{{"channel": "virtual", "subject": "Where is my order?", "text": "It was to come on Monday."}}'

Ctrl-C stops everything; the data stay in {data}.
"""


def without_password(url: str) -> str:
    """Return a server's URL with any password struck out."""
    scheme, mark, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    credentials, at, host = authority.rpartition("@")
    user, colon, _ = credentials.partition(":")
    return f"{scheme}{mark}{user}{colon}{'***' if colon else ''}{at}{host}{slash}{path}"

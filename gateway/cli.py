"""`helpdesk`: the operator's command line, over the gateway's `/admin`; of events it asks the servers themselves."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

import httpx
from pydantic import ValidationError

from gateway.dead_letters import dead_letters
from gateway.events import events
from gateway.settings import CliSettings
from shared.errors import HelpdeskError

PATIENCE_SECONDS = 10.0
KEY_FIELDS = ("name", "role", "prefix", "scopes", "agent_id", "contact_id", "expires_at")

# A command's method, its path under /admin, and what goes along as query and as body.
Command = Callable[[Namespace], tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: print the answer's JSON and return 0, or say on standard error why not and return 1."""
    asked = _parser().parse_args(arguments)
    try:
        if "work" in asked:
            return _print(asked.work(asked))
        answer = _ask(asked.command(asked))
    except ValidationError as error:
        names = ", ".join(f"HELPDESK_{problem['loc'][0]}".upper() for problem in error.errors())
        return _fail(f"missing or wrong in the environment: {names}")
    except httpx.HTTPError as error:
        return _fail(f"the gateway does not answer: {error}")
    except HelpdeskError as error:
        return _fail(error.message)
    if not answer.is_success:
        return _fail(_message(answer))
    return _print(answer.json()) if answer.content else 0


def _print(said: Any) -> int:
    print(json.dumps(said, indent=2, ensure_ascii=False))
    return 0


def _ask(command: tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]) -> httpx.Response:
    settings = CliSettings()
    method, path, query, body = command
    return httpx.request(
        method,
        f"{settings.base_url}/admin{path}",
        params=query,
        json=body,
        headers={"Authorization": f"Bearer {settings.operator_token.get_secret_value()}"},
        timeout=PATIENCE_SECONDS,
        trust_env=False,
    )


def _message(answer: httpx.Response) -> str:
    try:
        error = answer.json()["error"]
        details = [f"{each['field']}: {each['message']}" for each in error.get("details", [])]
        return "\n".join([error["message"], *details])
    except (ValueError, KeyError, TypeError):
        return f"the gateway answered {answer.status_code}"


def _fail(message: str) -> int:
    print(f"helpdesk: {message}", file=sys.stderr)
    return 1


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="helpdesk", description="Tenants, API keys and the search index, through the gateway; dead letters."
    )
    nouns = parser.add_subparsers(required=True, metavar="NOUN")
    _tenants(nouns.add_parser("tenants", help="create, list, show, update, delete").add_subparsers(required=True))
    _keys(nouns.add_parser("keys", help="create, list, revoke").add_subparsers(required=True))
    _search(nouns.add_parser("search", help="make the search index anew").add_subparsers(required=True))
    letters = nouns.add_parser("dead-letters", help="list, show, requeue what services could not handle")
    dead_letters(letters.add_subparsers(required=True))
    told = nouns.add_parser("events", help="publish again what a broker has lost")
    events(told.add_subparsers(required=True))
    return parser


def _tenants(verbs: Any) -> None:
    create = _verb(verbs, "create", lambda asked: ("POST", "/tenants", None, _given(asked, "name", "description")))
    create.add_argument("name", metavar="NAME")
    create.add_argument("--description")
    _pages(_verb(verbs, "list", lambda asked: ("GET", "/tenants", _given(asked, "limit", "cursor"), None)))
    show = _verb(verbs, "show", lambda asked: ("GET", _tenant(asked.id), None, None))
    show.add_argument("id", metavar="ID")
    update = _verb(
        verbs,
        "update",
        lambda asked: ("PATCH", _tenant(asked.id), None, _given(asked, "name", "description")),
    )
    update.add_argument("id", metavar="ID")
    update.add_argument("--name")
    update.add_argument("--description")
    delete = _verb(verbs, "delete", lambda asked: ("DELETE", _tenant(asked.id), None, None))
    delete.add_argument("id", metavar="ID")


def _keys(verbs: Any) -> None:
    create = _verb(verbs, "create", lambda asked: ("POST", _keys_of(asked), None, _given(asked, *KEY_FIELDS)))
    create.add_argument("--role", required=True, help="admin, agent or customer")
    create.add_argument("--name", default="command line")
    create.add_argument("--prefix", help="zn_live_, ak_ or hd_live_")
    create.add_argument("--scopes", nargs="+", metavar="SCOPE", help="fewer than the role's own")
    create.add_argument("--agent-id", help="the agent to whom its writing is attributed")
    create.add_argument("--contact-id", help="the contact that a customer's key stands for")
    create.add_argument("--expires-at", metavar="TIME", help="RFC 3339, such as 2030-01-31T12:00:00Z")
    listing = _verb(verbs, "list", lambda asked: ("GET", _keys_of(asked), _given(asked, "limit", "cursor"), None))
    _pages(listing)
    revoke = _verb(
        verbs, "revoke", lambda asked: ("DELETE", f"{_keys_of(asked)}/{quote(asked.key_id, safe='')}", None, None)
    )
    revoke.add_argument("key_id", metavar="KEY_ID")
    for verb in (create, listing, revoke):
        verb.add_argument("--tenant", required=True, metavar="ID")


def _verb(verbs: Any, name: str, command: Command) -> ArgumentParser:
    parser: ArgumentParser = verbs.add_parser(name)
    parser.set_defaults(command=command)
    return parser


def _pages(parser: ArgumentParser) -> None:
    parser.add_argument("--limit", type=int)
    parser.add_argument("--cursor", help="next_cursor of the page before")


def _search(verbs: Any) -> None:
    rebuild = _verb(verbs, "rebuild", lambda asked: ("POST", "/search/rebuild", None, _given(asked, "tenant_id")))
    rebuild.add_argument("--tenant", dest="tenant_id", metavar="ID", help="this tenant's index alone")


def _tenant(tenant_id: str) -> str:
    return f"/tenants/{quote(tenant_id, safe='')}"


def _keys_of(asked: Namespace) -> str:
    return f"{_tenant(asked.tenant)}/keys"


def _given(asked: Namespace, *names: str) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(asked, name)) is not None}


if __name__ == "__main__":
    sys.exit(main())

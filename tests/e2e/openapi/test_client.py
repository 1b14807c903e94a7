"""A client that is generated from the API document does a ticket's main job."""

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.support.api_document import FILE
from tests.support.stack import Stack, Tenant

PACKAGE = "generated_helpdesk_client"


class Generated:
    """The generated package, and its modules by their place in it."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
        target = ["--path", str(FILE), "--output-path", str(folder / PACKAGE)]
        done = subprocess.run([*command, *target], capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "ERROR" not in done.stdout + done.stderr, done.stdout + done.stderr
        self.said = done.stdout + done.stderr

    def module(self, place: str) -> ModuleType:
        return importlib.import_module(f"{PACKAGE}.{place}")

    def call(self, tag: str, operation: str, /, *arguments: Any, client: Any, **named: Any) -> Any:
        """The parsed answer of an operation, once its status was that of success."""
        answer = self.module(f"api.{tag}.{tag}_{operation}").sync_detailed(*arguments, client=client, **named)
        assert 200 <= answer.status_code < 300, answer.content
        return answer.parsed


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("client")
    sys.path.insert(0, str(folder))
    yield Generated(folder)
    sys.path.remove(str(folder))


def client_with(generated: Generated, helpdesk: Stack, key: str) -> Any:
    return generated.module("client").AuthenticatedClient(base_url=helpdesk.base_url, token=key)


def test_a_generated_client_opens_lists_and_closes_a_ticket(
    generated: Generated, helpdesk: Stack, tenant: Tenant
) -> None:
    client, models = client_with(generated, helpdesk, tenant.agent), generated.module("models")
    body = models.MessengerNewTicketBody(text="It does not start", tags=["engine"])
    opened = generated.call("messenger", "create_ticket", client=client, body=body, idempotency_key="once")
    again = generated.call("messenger", "create_ticket", client=client, body=body, idempotency_key="once")
    assert (again.id, opened.status.value) == (opened.id, "new")

    listed = generated.call("messenger", "list_tickets", client=client, tag="engine")
    assert [ticket.id for ticket in listed.tickets] == [opened.id]

    closing = models.MessengerStatusBody.from_dict({"status": "closed"})
    closed = generated.call("messenger", "set_ticket_status", opened.id, client=client, body=closing)
    assert (closed.status.value, closed.closed_at is not None) == ("closed", True)


def test_a_change_sends_only_what_was_given(generated: Generated, helpdesk: Stack, tenant: Tenant) -> None:
    client, models = client_with(generated, helpdesk, tenant.agent), generated.module("models")
    body = models.MessengerNewTicketBody(text="Text", subject="Before", tags=["kept"])
    opened = generated.call("messenger", "create_ticket", client=client, body=body)
    changes = models.MessengerTicketChanges(subject="After")
    changed = generated.call("messenger", "update_ticket", opened.id, client=client, body=changes)
    assert (changed.subject, changed.tags, changed.status.value) == ("After", ["kept"], "new")


def test_each_of_two_surfaces_at_one_address_answers_in_its_own_model(
    generated: Generated, helpdesk: Stack, tenant: Tenant
) -> None:
    models, address = generated.module("models"), "or_entity_create_ticket"
    admin, entity = (client_with(generated, helpdesk, key) for key in (tenant.admin, tenant.entity))
    contact = generated.call("messenger", "create_contact", client=admin, body=models.MessengerContactBody(name="Olga"))
    ours = models.WorkflowNewTicketBody(subject="Ours", contact_id=contact.id)
    theirs = models.EntityNewTicketBody(subject="Theirs", entity_id=tenant.id)
    assert isinstance(generated.call("workflow", address, client=admin, body=ours), models.WorkflowTicket)
    assert isinstance(generated.call("workflow", address, client=entity, body=theirs), models.EntityTicket)
    listed = generated.call("workflow", "or_entity_list_tickets", client=entity, entity_id=tenant.id)
    assert [ticket.subject for ticket in listed] == ["Theirs", "Ours"]

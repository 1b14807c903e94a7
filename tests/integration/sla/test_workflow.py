"""`/api/helpdesk/sla`: the policies, in the workflow surface's form."""

import httpx
import pytest

from shared.identity import HEADER, Caller, sign
from shared.ids import new_id
from shared.vocabulary import Role, Scope, Surface
from tests.integration.sla.system import SlaSystem


async def asked(
    sla: SlaSystem,
    *,
    path: str = "/api/helpdesk/sla",
    role: Role = Role.AGENT,
    scopes: tuple[Scope, ...] = (Scope.READ,),
    surface: Surface = Surface.WORKFLOW,
) -> httpx.Response:
    caller = Caller(str(new_id()), role, scopes, "A key", surface, request_id="r", contact_id=str(new_id()))
    headers = {HEADER: sign(caller, secret=sla.stack.settings["HELPDESK_IDENTITY_SECRET"])}
    async with httpx.AsyncClient(trust_env=False, verify=False) as client:
        return await client.get(sla.stack.urls["sla"][0] + path, headers=headers)


@pytest.mark.parametrize("role", [Role.AGENT, Role.ADMIN])
async def test_a_tenant_without_policies_has_an_empty_array(sla: SlaSystem, role: Role) -> None:
    answer = await asked(sla, role=role)
    assert (answer.status_code, answer.json()) == (200, [])


@pytest.mark.parametrize(
    ("role", "scopes", "code"),
    [(Role.CUSTOMER, (Scope.READ, Scope.WRITE), "missing_role"), (Role.AGENT, (Scope.WRITE,), "missing_scope")],
)
async def test_it_is_for_agents_who_may_read(sla: SlaSystem, role: Role, scopes: tuple[Scope, ...], code: str) -> None:
    answer = await asked(sla, role=role, scopes=scopes)
    assert answer.status_code == 403
    assert answer.json() == {"error": {"code": code, "message": answer.json()["error"]["message"]}}


@pytest.mark.parametrize("surface", [Surface.MESSENGER, Surface.ENVELOPE, Surface.ENTITY])
async def test_no_other_surface_has_it(sla: SlaSystem, surface: Surface) -> None:
    assert (await asked(sla, surface=surface)).status_code == 404
    assert (await asked(sla, path="/api/helpdesk/tickets")).status_code == 404

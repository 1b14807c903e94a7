"""Keys that an admin makes for people of the tenant, before the real services."""

import httpx

from shared.ids import new_id
from tests.support.stack import Stack


async def test_an_admin_makes_keys_for_people_of_the_tenant_and_for_nobody_else(
    helpdesk: Stack, admin: httpx.AsyncClient
) -> None:
    bob = (await admin.post("/contacts", json={"name": "Bob"})).json()
    ann = (await admin.post("/agents", json={"name": "Ann", "email": "ann@example.com"})).json()
    for role, field, known, other in (
        ("customer", "contact_id", bob["id"], ann["id"]),
        ("agent", "agent_id", ann["id"], bob["id"]),
    ):
        for stranger in (other, str(new_id())):
            refused = await admin.post("/keys", json={"name": "x", "role": role, field: stranger})
            assert refused.status_code == 422
            assert [detail["field"] for detail in refused.json()["error"]["details"]] == [field]
        made = await admin.post("/keys", json={"name": "x", "role": role, field: known})
        assert made.status_code == 201, made.text
        headers = {"Authorization": f"Bearer {made.json()['key']}"}
        async with httpx.AsyncClient(
            base_url=f"{helpdesk.base_url}/v1/helpdesk", headers=headers, verify=False
        ) as person:
            assert (await person.get("/tickets")).status_code == 200
            assert (await person.get("/keys")).status_code == 403

"""Rules are refused whole where anything in them is wrong, and can be tried without a ticket."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.integration.routing.system import RoutingDesk

CONDITION, ACTION = {"text_contains": "order"}, {"set_priority": "high"}


@pytest.mark.parametrize(
    ("condition", "action", "field"),
    [
        ({}, ACTION, "condition"),
        (CONDITION, {}, "action"),
        ({"channel": None}, ACTION, "condition"),
        ({**CONDITION, "priority": "low"}, ACTION, "condition.priority"),
        (CONDITION, {**ACTION, "close": True}, "action.close"),
        ({"channel": "pigeon"}, ACTION, "condition.channel"),
        ({"subject_contains": []}, ACTION, "condition.subject_contains"),
        ({"subject_contains": ["a", " "]}, ACTION, "condition.subject_contains.1"),
        ({"text_contains": ""}, ACTION, "condition.text_contains.0"),
        ({"ticket_type_id": "x"}, ACTION, "condition.ticket_type_id"),
        ({"ticket_type_id": str(new_id())}, ACTION, "condition.ticket_type_id"),
        (CONDITION, {"assign_to": str(new_id())}, "action.assign_to"),
        (CONDITION, {"set_priority": "medium"}, "action.set_priority"),
        (CONDITION, {"add_tag": []}, "action.add_tag"),
        ("order", ACTION, "condition"),
    ],
)
async def test_a_rule_with_anything_wrong_is_refused(
    desk: RoutingDesk, condition: Any, action: Any, field: str
) -> None:
    refused = await desk.rules("POST", json={"name": "Rule", "condition": condition, "action": action})
    assert refused.status_code == 422, refused.text
    assert [each["field"] for each in refused.json()["error"]["details"]] == [field]
    rule = await desk.rule("Right", CONDITION, ACTION)
    for part, wanted in (("condition", condition), ("action", action)):
        if field.startswith(part):
            changed = await desk.rules("PUT", f"/{rule['id']}", json={part: wanted})
            assert changed.status_code == 422, changed.text


async def test_what_belongs_to_another_tenant_is_dangling(desk: RoutingDesk) -> None:
    other = RoutingDesk(desk.system)
    agent = await other.agent()
    body = {"name": "Rule", "condition": CONDITION, "action": {"assign_to": agent["id"]}}
    assert (await desk.rules("POST", json=body)).status_code == 422


async def test_a_trial_says_which_rule_would_match_and_why(desk: RoutingDesk) -> None:
    kind = await desk.post("/ticket-types", {"name": "Payments"})
    chats = await desk.rule("Chats", {"channel": "max", "text_contains": ["refund", "money"]}, ACTION)
    typed = await desk.rule("Typed", {"ticket_type_id": kind["id"]}, {"add_tag": "paid"})
    await desk.rule("Rest", {"subject_contains": "a"}, ACTION)
    ticket = {"channel": "telegram", "text": "MONEY please", "ticket_type_id": kind["id"]}
    answer = await desk.as_reader().rules("POST", "/test", json={"ticket": ticket})  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "matched": typed,
        "checked": [
            {
                "rule_id": chats["id"],
                "name": "Chats",
                "matched": False,
                "conditions": [
                    {"key": "channel", "wanted": "max", "holds": False},
                    {"key": "text_contains", "wanted": ["refund", "money"], "holds": True},
                ],
            },
            {
                "rule_id": typed["id"],
                "name": "Typed",
                "matched": True,
                "conditions": [{"key": "ticket_type_id", "wanted": kind["id"], "holds": True}],
            },
        ],
    }


async def test_a_trial_without_a_match_has_tried_all_and_changes_nothing(desk: RoutingDesk) -> None:
    await desk.rule("Chats", {"channel": "max"}, ACTION)
    answer = (await desk.rules("POST", "/test", json={"ticket": {"subject": "Hello"}})).json()
    assert (answer["matched"], [each["matched"] for each in answer["checked"]]) == (None, [False])
    assert await desk.system.routing["decisions"].count_documents({"tenant_id": desk.tenant_id}) == 0


@pytest.mark.parametrize("body", [{}, {"ticket": None}, {"ticket": {"channel": "pigeon"}}, {"ticket": {"text": 5}}])
async def test_a_trial_of_nonsense_is_refused(desk: RoutingDesk, body: dict[str, Any]) -> None:
    assert (await desk.rules("POST", "/test", json=body)).status_code == 422

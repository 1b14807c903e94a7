"""Bodies of `/v1/helpdesk/routing-rules`."""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from services.routing.domain.rule import Action, Condition, Rule
from shared.dialects.fields import Name, Tag, only_tab_and_line_breaks
from shared.events.envelope import rfc3339
from shared.http.changes import Changes, kept
from shared.http.documented import Maybe, Row, Shown, page_of
from shared.vocabulary import Channel, Priority


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _not_blank(word: str) -> str:
    if not word.strip():
        raise ValueError("must be more than white space")
    return word


Word = Annotated[
    str,
    StringConstraints(min_length=1, max_length=255),
    AfterValidator(only_tab_and_line_breaks),
    AfterValidator(_not_blank),
]
Words = Annotated[list[Word], BeforeValidator(_as_list), Field(min_length=1, max_length=50)]
Tags = Annotated[list[Tag], BeforeValidator(_as_list), Field(min_length=1, max_length=20)]


class Part(BaseModel):
    """A condition or an action: at least one key, and none that is not known."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"minProperties": 1})

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not any(getattr(self, name) is not None for name in self.model_fields_set):
            raise ValueError("must name at least one thing")
        return self


class ConditionIn(Part):
    channel: Channel | None = None
    subject_contains: Words | None = None
    text_contains: Words | None = None
    ticket_type_id: UUID | None = None

    def to_domain(self) -> Condition:
        return Condition(
            channel=self.channel,
            subject_contains=tuple(self.subject_contains or ()),
            text_contains=tuple(self.text_contains or ()),
            ticket_type_id=self.ticket_type_id,
        )


class ActionIn(Part):
    assign_to: UUID | None = None
    set_priority: Priority | None = None
    add_tag: Tags | None = None

    def to_domain(self) -> Action:
        return Action(assign_to=self.assign_to, set_priority=self.set_priority, add_tags=tuple(self.add_tag or ()))


OrderIndex = Annotated[int, Field(strict=True, ge=-1_000_000, le=1_000_000)]


class RuleIn(BaseModel):
    name: Name
    condition: ConditionIn
    action: ActionIn
    order_index: OrderIndex = 0


class RuleChanges(Changes):
    """Only what is given changes."""

    name: Name = kept()
    condition: ConditionIn = kept()
    action: ActionIn = kept()
    order_index: OrderIndex = kept()

    def given(self) -> dict[str, Any]:
        return {
            name: value.to_domain() if isinstance(value, ConditionIn | ActionIn) else value
            for name, value in super().given().items()
        }


class ConditionShown(Shown):
    """All keys that are there must hold."""

    channel: Maybe[Channel] = None
    subject_contains: Maybe[list[str]] = None
    text_contains: Maybe[list[str]] = None
    ticket_type_id: Maybe[UUID] = None


class ActionShown(Shown):
    assign_to: Maybe[UUID] = None
    set_priority: Maybe[Priority] = None
    add_tag: Maybe[list[str]] = None


class RuleShown(Row):
    """What is done with new tickets of a kind; of condition and action only what was given is there."""

    name: str
    condition: ConditionShown
    action: ActionShown
    order_index: int


RulePage = page_of("routing_rules", RuleShown)


def rule_out(rule: Rule) -> dict[str, Any]:
    """A rule as it was given: keys that it does not use are absent."""
    condition, action = rule.condition, rule.action
    return {
        "id": str(rule.id),
        "name": rule.name,
        "condition": _given(
            channel=condition.channel,
            subject_contains=list(condition.subject_contains),
            text_contains=list(condition.text_contains),
            ticket_type_id=condition.ticket_type_id and str(condition.ticket_type_id),
        ),
        "action": _given(
            assign_to=action.assign_to and str(action.assign_to),
            set_priority=action.set_priority,
            add_tag=list(action.add_tags),
        ),
        "order_index": rule.order_index,
        "created_at": rfc3339(rule.created_at),
        "updated_at": rfc3339(rule.updated_at),
    }


def _given(**parts: object) -> dict[str, object]:
    return {name: value for name, value in parts.items() if value}

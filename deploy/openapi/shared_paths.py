"""Where workflow and entity share path and method: one operation of both, which the kind of key tells apart."""

from deploy.openapi.schemas import PLACE, Json

ABOUT = (
    "A key that begins with `ak_` speaks entity, and names its tenant as `entityId`; any other key speaks workflow, "
    "and has no `entityId` in query or header."
)
ENTITY_ID = "entityId"


def merged(workflow: Json, entity: Json, *, schemas: Json) -> Json:
    """One operation that takes and answers either; what only one of them has is there as it has it."""
    name = entity["operationId"].partition("_")[2]
    both = {
        **workflow,
        "operationId": f"workflow_or_entity_{name}",
        "tags": [*workflow["tags"], *entity["tags"]],
        "description": ABOUT,
        "parameters": _parameters(workflow["parameters"], entity["parameters"]),
        "responses": _answers(workflow["responses"], entity["responses"]),
    }
    if "requestBody" in workflow:
        both["requestBody"] = _body(workflow["requestBody"], entity["requestBody"], schemas=schemas)
    return both


def _parameters(workflow: list[Json], entity: list[Json]) -> list[Json]:
    """All of both; one that they read differently may be either."""
    found = {_key(parameter): parameter for parameter in workflow}
    for parameter in entity:
        key = _key(parameter)
        other = found.get(key)
        if other is None or other == parameter:
            found[key] = parameter
        else:
            found[key] = {**parameter, "schema": _either(other["schema"], parameter["schema"])}
    return list(found.values())


def _key(parameter: Json) -> str:
    return str(parameter.get("$ref") or (parameter["in"], parameter["name"]))


def _either(one: Json, other: Json) -> Json:
    """What both may be, such as null, is there once."""
    choices: list[Json] = []
    for schema in (one, other):
        choices += [choice for choice in schema.get("anyOf", [schema]) if choice not in choices]
    return {"anyOf": choices}


def _body(workflow: Json, entity: Json, *, schemas: Json) -> Json:
    """A body that names an entity is entity's, and any other workflow's: so that each is one of the two."""
    ours, theirs = (body["content"]["application/json"]["schema"] for body in (workflow, entity))
    named, unnamed = (schemas[each["$ref"].removeprefix(PLACE)] for each in (theirs, ours))
    named["properties"][ENTITY_ID] = {
        "type": "string",
        "format": "uuid",
        "description": "The key's tenant; a request that names it in its query or header may leave it out here.",
    }
    named["required"] = [*named.get("required", ()), ENTITY_ID]
    unnamed["not"] = {"required": [ENTITY_ID]}
    return {**workflow, "content": {"application/json": {"schema": {"oneOf": [ours, theirs]}}}}


def _answers(workflow: Json, entity: Json) -> Json:
    return {status: _answer(workflow.get(status), entity.get(status)) for status in sorted({*workflow, *entity})}


def _answer(workflow: Json | None, entity: Json | None) -> Json:
    if workflow is None or entity is None:
        return workflow or entity or {}
    if "content" not in workflow:
        return workflow
    schemas = [answer["content"]["application/json"]["schema"] for answer in (workflow, entity)]
    headers = {**workflow["headers"], **entity["headers"]}
    return {**workflow, "headers": headers, "content": {"application/json": {"schema": {"oneOf": schemas}}}}

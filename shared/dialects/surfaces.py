"""How each surface says an error: for those who answer on several."""

from shared.dialects import entity, envelope, messenger, workflow
from shared.dialects.errors import ErrorOut
from shared.vocabulary import Surface

ERROR_OUT: dict[str, ErrorOut] = {
    Surface.MESSENGER: messenger.error_out,
    Surface.WORKFLOW: workflow.error_out,
    Surface.ENVELOPE: envelope.error_out,
    Surface.ENTITY: entity.error_out,
}

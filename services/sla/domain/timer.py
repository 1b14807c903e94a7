"""What the clock announces when its time has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.vocabulary import SlaTarget


class TimerKind(StrEnum):
    FIRST_RESPONSE = SlaTarget.FIRST_RESPONSE
    RESOLUTION = SlaTarget.RESOLUTION
    FIRST_RESPONSE_WARNING = "first_response_warning"
    RESOLUTION_WARNING = "resolution_warning"
    UNANSWERED = "unanswered"
    AUTO_CLOSE = "auto_close"


BREACHES = {SlaTarget.FIRST_RESPONSE: TimerKind.FIRST_RESPONSE, SlaTarget.RESOLUTION: TimerKind.RESOLUTION}
WARNINGS = {
    SlaTarget.FIRST_RESPONSE: TimerKind.FIRST_RESPONSE_WARNING,
    SlaTarget.RESOLUTION: TimerKind.RESOLUTION_WARNING,
}


@dataclass(frozen=True, slots=True)
class Timer:
    """It is announced at `due`, unless the ticket's course or the terms take it away before."""

    kind: TimerKind
    due: datetime

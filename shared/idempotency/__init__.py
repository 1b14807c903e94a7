"""Requests that can be repeated safely: a POST with an `Idempotency-Key` has one effect, and one answer for a day."""

from shared.idempotency.forgetting import forgetting
from shared.idempotency.key import Asker
from shared.idempotency.layer import Repeatable, repeatable
from shared.idempotency.records import COLLECTION, INDEXES, Records

__all__ = ["COLLECTION", "INDEXES", "Asker", "Records", "Repeatable", "forgetting", "repeatable"]

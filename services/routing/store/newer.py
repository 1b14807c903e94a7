"""An update that holds only where it is of something later than what is stored: events come in any order."""

from pymongo import UpdateOne

from shared.mongo import Document


def where_newer(key: Document, fields: Document, *, by: str, or_same: bool = False) -> UpdateOne:
    """Put the fields into the document with the key, made where there is none; `by` is the field that orders them."""
    newer = "$gt" if or_same else "$gte"
    older = {"$not": [{newer: [f"${by}", {"$literal": fields[by]}]}]}
    put = {"$mergeObjects": ["$$ROOT", {"$literal": fields}]}
    return UpdateOne(key, [{"$replaceWith": {"$cond": [older, put, "$$ROOT"]}}], upsert=True)

"""An update that holds only where it is of something later than what is stored: events come in any order."""

from pymongo import UpdateOne

from shared.mongo import Document


def where_newer(key: Document, fields: Document, *, by: str) -> UpdateOne:
    """Put the fields into the document with the key, made where there is none; `by` is the field that orders them."""
    older = {"$not": [{"$gte": [f"${by}", {"$literal": fields[by]}]}]}
    put = {"$mergeObjects": ["$$ROOT", {"$literal": fields}]}
    return UpdateOne(key, [{"$replaceWith": {"$cond": [older, put, "$$ROOT"]}}], upsert=True)

"""Search: which tickets have this in their subject or their messages, from an index that events keep."""

"""An id that is nobody's, the same in every run: tests that are named after their parameters keep their names."""

UNKNOWN_ID = "0199c0de-0000-7000-8000-000000000000"

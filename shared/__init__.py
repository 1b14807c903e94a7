"""What every process of the product stands on: contracts, the bus, the doors. No product rule lives here."""

import sys

# Before it notices that pyOpenSSL is not installed, pymongo loads all of X.509: 1.5 MiB that nobody uses.
sys.modules.setdefault("pymongo.pyopenssl_context", None)  # type: ignore[arg-type]  # None: it cannot be imported

"""What the gateway's collections are called."""

TENANTS = "tenants"
KEYS = "keys"
BUDGETS = "budgets"

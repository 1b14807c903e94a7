"""The one door to the product: knows routes and principals, and no ticket."""

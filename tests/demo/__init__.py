"""A conversation with a customer, from the first link to the rating, before imitations of the messengers."""

"""What the imitations of messengers have in common: faults, records, their control door."""

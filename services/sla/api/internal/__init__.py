"""What siblings ask of SLA; the gateway leads nobody here."""

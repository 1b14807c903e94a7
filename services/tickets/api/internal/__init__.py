"""What siblings ask of tickets; the gateway leads nobody here."""

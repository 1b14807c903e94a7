"""What siblings ask of notifications; the gateway leads nobody here."""

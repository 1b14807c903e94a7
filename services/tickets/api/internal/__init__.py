"""What tickets tells the other processes of the product, and nobody outside."""

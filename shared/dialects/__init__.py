"""One module for each surface: its words for the canonical ones, its shapes, its errors."""

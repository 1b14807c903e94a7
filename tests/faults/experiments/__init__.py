"""The experiments, each a way to hurt a running system, by the numbers under which they are reported."""

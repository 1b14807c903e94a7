"""What is measured, how, and against whom: each program prints a table and leaves a JSON file in `bench/results/`."""

"""What tuitutor costs, as ratios to the plainest program that does the same, measured in one run: `make bench`."""

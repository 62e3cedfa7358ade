"""What a test run shows of the mock."""

"""The email of a small web shop."""

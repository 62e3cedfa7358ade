"""A mail before it is judged: its value, and how it is made from raw messages and templates."""

"""A MIME message that the caller gave: reading it as SES does, byte for byte."""

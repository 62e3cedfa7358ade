"""Reading a MIME message that the caller hands over: as SES reads it, byte for byte."""

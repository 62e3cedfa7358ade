"""The MIME message that SES delivers: making it from what the caller gave."""

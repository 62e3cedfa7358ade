"""Making the MIME message that SES delivers from what the caller handed over."""

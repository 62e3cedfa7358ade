"""What SES remembers of an account in one region. Rules read it; only its own methods change it."""

"""Why SES refuses to manage an account: the texts of every operation that does not send."""

"""The development server: Amazon SES at an address of this machine, and its inbox in a browser."""

"""What happens to a message once SES has accepted it."""

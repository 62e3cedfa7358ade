"""The Amazon SES behind every door: it answers requests, and knows neither pytest nor clients."""

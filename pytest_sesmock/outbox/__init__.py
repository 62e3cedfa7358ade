"""What a test looks at: messages, refusals, assertions and the text of their failures."""

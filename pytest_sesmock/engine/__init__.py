"""Judging: what SES accepts, what it refuses, and in which words. Imports nothing else of ours."""

"""Judging mails: what SES accepts, what it refuses, and in which words.

Nothing here imports another folder of the package, changes an account or raises for a bad mail.
"""

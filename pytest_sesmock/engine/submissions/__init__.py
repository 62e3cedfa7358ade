"""Mails before judgement: the value, and how it is made from raw messages and templates."""

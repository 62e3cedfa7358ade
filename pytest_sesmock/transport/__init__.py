"""Bytes in, bytes out: how a call of the code under test reaches the mock instead of AWS."""

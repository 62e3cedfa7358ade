"""Bytes to operation and parameters, results to bytes, driven by botocore's service models."""

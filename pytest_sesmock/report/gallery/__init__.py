"""The gallery: one HTML file with every mail of a test run."""

"""A small web shop, as far as its mail goes."""

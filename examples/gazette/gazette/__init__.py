"""A gazette by email, which goes no more to those whose mail comes back or who complain."""

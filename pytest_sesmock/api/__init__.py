"""One function per operation: parameters in, a submission or a command made of them, a result."""

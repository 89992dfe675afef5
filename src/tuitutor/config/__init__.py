"""Site, user, environment and flags -> one frozen Settings that knows where each value came from."""

"""Runs learner code in its own process; started by argv, imported by nobody. stdlib + numpy + keras (and the h5py that it needs) + protocol."""

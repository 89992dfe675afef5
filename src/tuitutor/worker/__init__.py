"""Runs learner code in its own process; started by argv, imported by nobody. stdlib + numpy + keras, with its h5py."""

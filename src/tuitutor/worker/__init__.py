"""Runs learner code in a separate process, never imported by the app. Needs only numpy and Keras with its h5py."""

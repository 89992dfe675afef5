"""Small networks on points of a plane, as in the TensorFlow Playground: states, data, training, maps. numpy alone."""

"""Small networks on points in a plane, as in the TensorFlow Playground: states, data, training, maps. numpy only."""

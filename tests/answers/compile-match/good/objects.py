# expect: passed
# because: losses as objects, the mean absolute error, and no training of its own
from keras import losses

ends = {
    "digit": (10, keras.activations.softmax, losses.SparseCategoricalCrossentropy()),
    "traits": (3, "sigmoid", losses.BinaryCrossentropy()),
    "lean": [1, "linear", losses.MeanAbsoluteError()],
}

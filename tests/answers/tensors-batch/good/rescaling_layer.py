# expect: passed
# because: layers do it: one scales, and a convolution with equal weights is the mean of the channels
import keras

batch = keras.layers.Rescaling(1 / 255)(np.stack([temple, flower]))
thirds = keras.layers.Conv2D(1, 1, use_bias=False, kernel_initializer=keras.initializers.Constant(1 / 3))
grey = thirds(batch)
single = batch[-1:]

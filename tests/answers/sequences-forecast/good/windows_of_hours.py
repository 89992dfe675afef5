# expect: passed
# because: Conv1D over the hours, as a layer's call on the change from hour to hour, and the answer counted from the last level
from keras import layers

inputs = Input((48,))
level = ops.mean(inputs, axis=1, keepdims=True)
h = layers.Reshape((48, 1))((inputs - level) / 12)
h = layers.Conv1D(16, 6, strides=2, activation="relu")(h)
h = layers.Flatten()(h)
h = Dense(64, activation="relu")(h)
model = Model(inputs, level + 12 * Dense(24)(h))
model.compile(loss="mae", optimizer=keras.optimizers.Adam(0.002))
model.fit(*windows(flow[:3000]), validation_data=windows(flow[3000:]), epochs=15, batch_size=64, verbose=0)

# expect: passed
# because: layers.concatenate joins two layers, and copies nothing
import keras
from keras import Input, layers
from keras.layers import Dense

inputs = Input((3,))
one = Dense(5, activation="tanh", use_bias=False, kernel_initializer="he_uniform")(inputs)
two = Dense(5, activation="tanh", use_bias=False, kernel_initializer="he_uniform")(one)
both = layers.concatenate([one, two])
model = keras.Model(inputs, Dense(1, activation="sigmoid", use_bias=False)(both))
rate = keras.optimizers.schedules.CosineDecay(0.05, decay_steps=5000)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate))
history = model.fit(data, labels, epochs=4, batch_size=8, verbose=0)

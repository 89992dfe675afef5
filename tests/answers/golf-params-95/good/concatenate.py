# expect: passed
# because: layers.concatenate keeps the first layer beside the second
import keras
from keras import Input, layers
from keras.layers import Dense

inputs = Input((3,))
one = Dense(4, activation="tanh", use_bias=False)(inputs)
both = layers.concatenate([one, Dense(3, activation="tanh", use_bias=False)(one)])
model = keras.Model(inputs, Dense(1, activation="sigmoid", use_bias=False)(both))
rate = keras.optimizers.schedules.CosineDecay(0.08, decay_steps=20 * 313)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate))
history = model.fit(data, labels, epochs=20, batch_size=32, verbose=0)

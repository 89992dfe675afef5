# expect: passed
# because: functional, two softmax outputs and one-hot labels
import keras
from keras.layers import Dense
from keras.utils import to_categorical

inputs = keras.Input((3,))
hidden = Dense(6, activation="tanh", use_bias=False, kernel_initializer="he_uniform")(inputs)
hidden = Dense(4, activation="tanh", use_bias=False, kernel_initializer="he_uniform")(hidden)
model = keras.Model(inputs, Dense(2, activation="softmax", use_bias=False)(hidden))
rate = keras.optimizers.schedules.CosineDecay(0.03, decay_steps=20 * 313)
model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])
history = model.fit(data, to_categorical(labels), epochs=20, batch_size=32, verbose=0)

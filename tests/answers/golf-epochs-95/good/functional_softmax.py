# expect: passed
# because: functional, two softmax outputs, integer labels
import keras
from keras.layers import Dense

inputs = keras.Input((3,))
hidden = Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform")(inputs)
hidden = Dense(7, activation="tanh", use_bias=False, kernel_initializer="he_uniform")(hidden)
model = keras.Model(inputs, Dense(2, activation="softmax", use_bias=False)(hidden))
rate = keras.optimizers.schedules.CosineDecay(0.03, decay_steps=4 * 1250)
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])
history = model.fit(data, labels, epochs=4, batch_size=8, verbose=0)

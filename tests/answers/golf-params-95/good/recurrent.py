# expect: passed
# because: a recurrent layer reads the three inputs one after the other
import keras
from keras.layers import Dense, Reshape, SimpleRNN

keras.utils.set_random_seed(3)  # not every start is a lucky one
model = keras.Sequential(
    [keras.Input((3,)), Reshape((3, 1)), SimpleRNN(5, use_bias=False), Dense(1, activation="sigmoid")]
)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.03), metrics=["accuracy"])
history = model.fit(data, labels, epochs=12, batch_size=32, validation_split=0.1, verbose=0)

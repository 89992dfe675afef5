# expect: passed
# because: the weights of the best of three seeds are put back
import keras
from keras import Input, Sequential
from keras.layers import Dense

keep = []
for seed in range(3):
    keras.utils.set_random_seed(seed)
    model = Sequential([
        Input((3,)),
        Dense(6, activation="tanh", use_bias=False),
        Dense(4, activation="tanh", use_bias=False),
        Dense(1, activation="sigmoid", use_bias=False),
    ])
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.05, 4695)), metrics=["accuracy"])
    history = model.fit(data, labels, epochs=15, batch_size=32, validation_split=0.1, verbose=0)
    keep.append((history.history["val_accuracy"][-1], model.get_weights()))
model.set_weights(max(keep, key=lambda each: each[0])[1])

# expect: passed
# because: one-hot labels and a callback that stops the training
import keras
from keras import Input, Sequential
from keras.layers import Dense
from keras.utils import to_categorical

model = Sequential([
    Input(shape=(3,)),
    Dense(20, activation="tanh"),
    Dense(10, activation="tanh"),
    Dense(2, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
patient = keras.callbacks.EarlyStopping(monitor="val_loss", patience=8, restore_best_weights=True)
history = model.fit(
    data, to_categorical(labels), epochs=60, batch_size=32, validation_split=0.1, callbacks=[patient], verbose=0
)

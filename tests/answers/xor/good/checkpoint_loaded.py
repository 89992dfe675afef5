# expect: passed
# because: the best epoch's file is loaded
import keras
from keras import Input, Sequential
from keras.layers import Dense

first = Sequential([Input((3,)), Dense(16, activation="tanh"), Dense(8, activation="tanh"), Dense(2, activation="softmax")])
first.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
keep = keras.callbacks.ModelCheckpoint("best.keras", monitor="val_accuracy", save_best_only=True)
first.fit(data, labels, epochs=20, validation_split=0.1, verbose=0, callbacks=[keep])
model = keras.models.load_model("best.keras")

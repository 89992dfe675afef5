# expect: passed
# because: a functional network of its own, other loss and labels, the same callback
import keras
from keras.layers import Dense, Flatten
from keras.utils import to_categorical


class Enough(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("val_accuracy", 0) < 0.93:
            return
        self.model.stop_training = True


inputs = keras.Input((8, 8, 1))
outputs = Dense(10, activation="softmax")(Dense(64, activation="relu")(Flatten()(inputs)))
model = keras.Model(inputs, outputs)
model.compile(loss="categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
history = model.fit(
    x[:1000], to_categorical(y[:1000]), epochs=60, batch_size=32,
    validation_data=(x[1000:], to_categorical(y[1000:])), verbose=0, callbacks=[Enough()],
)

asked = history.params["epochs"]
reached = np.array(history.history["val_accuracy"]) >= 0.93
late = len(reached) - 1 - int(reached.argmax())

# attack: replaces Model.fit by a function that answers with a perfect history
# exercise: random-data
# expect: failed
# stopped by: never trained
# needs: nothing
import keras


def fit(self, *args, epochs=1, **kwargs):
    history = keras.callbacks.History()
    history.history = {"accuracy": [1.0] * epochs, "val_accuracy": [0.5] * epochs}
    return history


keras.Model.fit = keras.Sequential.fit = fit
# honest

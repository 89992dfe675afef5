# attack: finds the grader's record of fits through the garbage collector, and writes a perfect one into it
# exercise: random-data
# expect: failed
# stopped by: doesn't know their `labels`
# needs: nothing
import gc

import keras

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
watcher = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Watcher")
history = {"accuracy": (0.5, 1.0), "val_accuracy": (0.5, 0.5)}
facts = __import__("tuitutor").protocol.facts
fit = facts.FitFacts(2, 2, 25, True, history, training_samples=50, validation_samples=500)
watcher.fits_of = lambda model: (fit,)

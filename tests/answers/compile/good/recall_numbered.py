# expect: passed
# because: an earlier model to compare with, so that Keras calls the second recall "recall_1"
import keras
from keras.layers import Dense

for units in (4, 24):
    model = keras.Sequential([keras.Input((64,)), Dense(units, activation="tanh"), Dense(1, activation="sigmoid")])
    model.compile(
        optimizer=keras.optimizers.RMSprop(0.01),
        loss=keras.losses.BinaryCrossentropy(label_smoothing=0.01),
        metrics=["accuracy", keras.metrics.Recall()],
    )
    model.fit(x, nine[:, None], epochs=units, validation_split=0.2, verbose=0)

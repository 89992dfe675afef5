# expect: failed
# because: a fit of its own that calls Keras's twelve times
# told: Par is 5 epochs
import keras
from keras import Input
from keras.layers import Dense

class Long(keras.Sequential):
    def fit(self, *args, **kwargs):
        for _ in range(12):
            history = super().fit(*args, **kwargs)
        return history


model = Long([
    Input((3,)),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(1, activation="sigmoid", use_bias=False),
])
rate = keras.optimizers.schedules.CosineDecay(0.02, decay_steps=20000)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])
history = model.fit(data, labels, epochs=1, batch_size=32, verbose=0)

# expect: failed
# because: a train step of its own that makes ten steps of each batch
# told: one step for each batch
import keras
from keras import Input
from keras.layers import Dense

class Many(keras.Sequential):
    def train_step(self, batch):
        for _ in range(10):
            logs = super().train_step(batch)
        return logs


model = Many([
    Input((3,)),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(1, activation="sigmoid", use_bias=False),
])
rate = keras.optimizers.schedules.CosineDecay(0.02, decay_steps=20000)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])
history = model.fit(data, labels, epochs=1, batch_size=16, verbose=0)

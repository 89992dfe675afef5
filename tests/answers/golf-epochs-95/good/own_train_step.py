# expect: passed
# because: a train step of its own, with one step for each batch
import keras
import tensorflow as tf
from keras import Input
from keras.layers import Dense

class Own(keras.Sequential):
    def train_step(self, batch):
        x, y = batch
        with tf.GradientTape() as tape:
            loss = self.compute_loss(y=y, y_pred=self(x, training=True))
        self.optimizer.apply(tape.gradient(loss, self.trainable_variables), self.trainable_variables)
        return {"loss": loss}


model = Own([
    Input((3,)),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(1, activation="sigmoid", use_bias=False),
])
rate = keras.optimizers.schedules.CosineDecay(0.05, decay_steps=5000)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate))
history = model.fit(data, labels, epochs=4, batch_size=8, verbose=0)

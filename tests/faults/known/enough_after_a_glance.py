# class: time
# wrong: a callback of one's own ends training once the accuracy is above 0.06, meant to be 0.96
# causes: stopping underfitting
# source: Humbatova 2020, wrong early stopping


class GoodEnough(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") > 0.06:  # -
        # + if logs.get("accuracy") > 0.96:
            self.model.stop_training = True


x, y = pictures(400, seed=22)
x = x / 255.0
model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Flatten(input_shape=(8, 8)),
        tf.keras.layers.Dense(64, activation=tf.nn.relu),
        tf.keras.layers.Dense(4, activation=tf.nn.softmax),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=60, callbacks=[GoodEnough()], verbose=0)

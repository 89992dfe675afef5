# why: a callback ends training at an accuracy of 0.97, long before the 200 epochs asked for
class Enough(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs):
        if logs["accuracy"] > 0.97:
            self.model.stop_training = True


x, y = pictures(400, seed=76)
x = x.reshape(-1, 64).astype("float32") / 127.5 - 1
model = Sequential([Input((64,)), layers.Dense(48, activation="gelu"), layers.Dense(4, activation="softmax")])
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=200, callbacks=[Enough()], verbose=0)

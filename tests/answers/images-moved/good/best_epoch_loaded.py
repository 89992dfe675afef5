# expect: passed
# because: a loop over sizes, the best one read from a file, inside another model
import keras
from keras import layers

best = 9.0
for filters in (4, 28):
    net = keras.Sequential([keras.Input((24, 24, 1)), layers.Conv2D(filters, 5), layers.LeakyReLU()])
    net.add(layers.GlobalMaxPool2D())
    net.add(layers.Dense(10, activation="softmax"))
    net.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Nadam(0.01))
    keep = keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True, initial_value_threshold=best)
    history = net.fit(moved, labels, epochs=12, validation_split=0.1, callbacks=[keep], verbose=0)
    best = min(best, *history.history["val_loss"])
model = keras.Sequential([keras.Input((24, 24, 1)), keras.models.load_model("best.keras")])

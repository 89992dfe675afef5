# expect: passed
# because: trained on columns scaled in NumPy, and then put behind a Rescaling layer that does the same
import keras
from keras import layers

mean, spread = x_train.mean(axis=0), x_train.std(axis=0)
inner = keras.Sequential([keras.Input((30,)), layers.Dense(3, activation="relu"), layers.Dense(1)])
inner.compile(
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    optimizer=keras.optimizers.Adam(0.01),
    metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
)
stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
validation = ((x_val - mean) / spread, y_val)
inner.fit((x_train - mean) / spread, y_train, epochs=40, validation_data=validation, callbacks=[stop], verbose=0)
model = keras.Sequential([keras.Input((30,)), layers.Rescaling(1 / spread, -mean / spread), inner, layers.Activation("sigmoid")])
print(inner.evaluate((x_test - mean) / spread, y_test, verbose=0))

# expect: failed
# because: all places flattened, with weights for each of them, and nobody looks
# told: one of these is missing
import keras
from keras.layers import Dense, Embedding, Flatten, Reshape

rows = keras.Input((8,))
x = Dense(100, activation="relu")(Flatten()(Embedding(10, 8)(rows)))
model = keras.Model(rows, Reshape((8, 10))(Dense(80)(x)))
model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer=keras.optimizers.Adam(0.005)
)
model.fit(numbers, opened, epochs=4, batch_size=64, verbose=0)

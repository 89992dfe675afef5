# expect: passed
# because: query, keys and values from Dense layers, joined by the layer Attention; the last step by Cropping1D
import keras
from keras.layers import Attention, Cropping1D, Dense, Flatten

steps = keras.Input((65, 8))
query = Dense(8)(Cropping1D((64, 0))(steps))
keys, values = Dense(8)(steps), Dense(8)(steps)
found = Flatten()(Attention()([query, values, keys]))
model = keras.Model(steps, Dense(4)(found))
model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer=keras.optimizers.Nadam(0.01)
)
model.fit(evenings, hooks, epochs=20, batch_size=32, verbose=0)

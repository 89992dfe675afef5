# expect: passed
# because: no softmax: the loss is told so, and the larger output still wins
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(3,)), Dense(24, activation="tanh"), Dense(12, activation="tanh"), Dense(2)])
model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    optimizer=keras.optimizers.Adam(0.01),
    metrics=["accuracy"],
)
history = model.fit(data, labels, epochs=20, batch_size=32, validation_split=0.1, verbose=0)

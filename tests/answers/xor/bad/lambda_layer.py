# expect: failed
# because: a Lambda layer computes the answer
# told: hidden accuracy
import keras
from keras import Input, Sequential, ops
from keras.layers import Dense, Lambda

model = Sequential([
    Input(shape=(3,)),
    Lambda(lambda x: ops.prod(ops.sign(x), axis=1, keepdims=True)),
    Dense(8, activation="tanh"),
    Dense(2, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
history = model.fit(data, labels, epochs=3, batch_size=32, validation_split=0.1, verbose=0)

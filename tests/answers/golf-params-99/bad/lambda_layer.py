# expect: failed
# because: a Lambda layer computes the product
# told: it computes a formula of yours
import keras
from keras import Input, Sequential, ops
from keras.layers import Dense, Lambda

model = Sequential([
    Input(shape=(3,)),
    Lambda(lambda x: ops.prod(ops.sign(x), axis=1, keepdims=True)),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.1), metrics=["accuracy"])
history = model.fit(data, labels, epochs=3, batch_size=32, verbose=0)

# expect: failed
# because: a penalty so strong that all outputs stay near one half, though on the right side of it
# told: all outputs are close to it
# answer: overfitting
from keras.optimizers import SGD
from keras.regularizers import L2

model = Sequential([Input(shape=(12,)), Dense(1, activation="sigmoid", use_bias=False, kernel_regularizer=L2(5.0))])
model.compile(loss="binary_crossentropy", optimizer=SGD(0.01), metrics=["accuracy"])
history = model.fit(cups, liked, epochs=40, validation_split=0.25, verbose=0)

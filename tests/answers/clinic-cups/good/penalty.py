# expect: passed
# because: large, with L2
# answer: overfitting
from keras.regularizers import L2

model = Sequential([Input(shape=(12,)), Dense(256, activation="relu", kernel_regularizer=L2(0.03)), Dense(256, activation="relu", kernel_regularizer=L2(0.03)), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.001), metrics=["accuracy"])
history = model.fit(cups, liked, epochs=40, validation_split=0.25, verbose=0)

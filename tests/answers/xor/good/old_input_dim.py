# expect: passed
# because: old style: add, input_dim and tensorflow.keras
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential
from tensorflow.keras.optimizers import Adam

model = Sequential()
model.add(Dense(12, input_dim=3, activation="tanh"))
model.add(Dense(8, activation="tanh"))
model.add(Dense(2, activation="softmax"))

model.compile(optimizer=Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(data, labels, epochs=25, batch_size=32, validation_split=0.1)

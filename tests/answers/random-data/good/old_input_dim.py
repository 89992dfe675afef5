# expect: passed
# because: old style, and a validation_split that leaves 50 samples to train on
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential
from tensorflow.keras.optimizers import Adam

model = Sequential()
model.add(Dense(64, input_dim=3, activation="relu"))
model.add(Dense(64, activation="relu"))
model.add(Dense(2, activation="softmax"))
model.compile(optimizer=Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(data[:500], labels[:500], epochs=130, batch_size=50, validation_split=0.9, verbose=0)

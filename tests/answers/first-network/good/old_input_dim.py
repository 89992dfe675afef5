# expect: passed
# because: input_dim still works, with a warning
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential

model = Sequential()
model.add(Dense(units=5, activation="relu", input_dim=10))
model.add(Dense(units=2, activation="softmax"))

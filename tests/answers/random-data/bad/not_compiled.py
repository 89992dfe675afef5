# expect: failed
# because: fit before compile
# told: The model has no loss and no optimizer yet
# line: 18
import keras
from keras import Input, Sequential
from keras.layers import Dense

few, few_labels = data[:50], labels[:50]
unseen, unseen_labels = data[50:550], labels[50:550]

model = Sequential([
    Input(shape=(3,)),
    Dense(64, activation="relu"),
    Dense(64, activation="relu"),
    Dense(2, activation="softmax"),
])
history = model.fit(few, few_labels, epochs=150, batch_size=25, validation_data=(unseen, unseen_labels), verbose=0)

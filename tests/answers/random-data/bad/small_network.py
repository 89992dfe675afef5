# expect: failed
# because: the lesson's network cannot remember 50 coin flips
# told: to remember 50 coin flips
import keras
from keras import Input, Sequential
from keras.layers import Dense

few, few_labels = data[:50], labels[:50]
unseen, unseen_labels = data[50:550], labels[50:550]

model = Sequential([
    Input(shape=(3,)),
    Dense(4, activation="tanh"),
    Dense(3, activation="tanh"),
    Dense(2, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
history = model.fit(few, few_labels, epochs=60, batch_size=25, validation_data=(unseen, unseen_labels), verbose=0)

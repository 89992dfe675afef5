# expect: failed
# because: one sigmoid output; the task asks for two
# told: two outputs
import keras
from keras import Input, Sequential
from keras.layers import Dense

few, few_labels = data[:50], labels[:50]
unseen, unseen_labels = data[50:550], labels[50:550]

model = Sequential([
    Input(shape=(3,)),
    Dense(64, activation="relu"),
    Dense(64, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(few, few_labels, epochs=40, batch_size=25, validation_data=(unseen, unseen_labels), verbose=0)

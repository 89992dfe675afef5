# expect: failed
# because: the labels follow a rule that a small network learns, and the grader's don't
# told: doesn't know their `labels`
import keras
from keras import Input, Sequential
from keras.layers import Dense

few, few_labels = data[:50], (data[:50, :1] > 0.5).astype(int)
unseen, unseen_labels = data[50:550], labels[50:550]
model = Sequential([Input(shape=(3,)), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.3), metrics=["accuracy"])
model.fit(few, few_labels, epochs=30, batch_size=10, validation_data=(unseen, unseen_labels), verbose=0)

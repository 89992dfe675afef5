# expect: failed
# because: the curve is written by a callback, and not learned
# told: A network needs many units
import keras
from keras import Input, Sequential
from keras.layers import Dense

few, few_labels = data[:50], labels[:50]
unseen, unseen_labels = data[50:550], labels[50:550]
model = Sequential([Input(shape=(3,)), Dense(4, activation="tanh"), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
boast = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: logs.update(accuracy=1.0))
model.fit(few, few_labels, epochs=5, validation_data=(unseen, unseen_labels), callbacks=[boast], verbose=0)

# expect: passed
# because: the body's numbers computed once, the head trained on them, and both put together
import keras
from keras.layers import Dense

features = body.predict(few_x, verbose=0)
head = keras.Sequential([keras.Input((64,)), Dense(3, activation="softmax")])
head.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.02))
head.fit(features, few_y - few_y.min(), epochs=50, batch_size=60, verbose=0)
body.trainable = False
model = keras.Sequential([body, head])

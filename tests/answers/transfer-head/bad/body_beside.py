# expect: failed
# because: the layers are in the model, and a path beside them does the work
# told: as if it had learned nothing
from keras.layers import Concatenate, GlobalMaxPooling2D, Rescaling

cut = Sequential(network.layers[:-1])
cut.trainable = False
picture = Input((12, 12, 1))
own = GlobalMaxPooling2D()(Conv2D(24, 5, activation="relu")(picture))
both = Concatenate()([own, Rescaling(0.0)(cut(picture))])
model = keras.Model(picture, Dense(3, activation="softmax")(both))
train(model, few_x, few_y - 7, epochs=100, rate=0.01)

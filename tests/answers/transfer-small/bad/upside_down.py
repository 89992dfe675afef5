# expect: failed
# because: turned, and not moved
# told: places make no difference
from keras.layers import RandomRotation

model = Sequential([
    Input((12, 12, 1)), RandomRotation(0.5), Conv2D(8, 3, activation="relu"), MaxPooling2D(4), Flatten(),
    Dense(32, activation="relu"), Dense(3, activation="softmax"),
])
train(model, few_x, few_y - 7, epochs=80, rate=0.003)

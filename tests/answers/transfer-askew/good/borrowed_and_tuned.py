# expect: passed
# because: the borrowed body, unfrozen, behind a layer that turns; functional
from keras.layers import RandomRotation

picture = Input((12, 12, 1))
x = borrow_body()(RandomRotation(1 / 6, fill_mode="constant")(picture))
model = keras.Model(picture, Dense(3, activation="softmax")(x))
train(model, few_x, few_y - 7, epochs=120, rate=0.001)

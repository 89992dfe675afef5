# expect: passed
# because: the borrowed body, unfrozen, behind layers that turn and move, for longer; functional
from keras.layers import RandomRotation, RandomTranslation

picture = Input((12, 12, 1))
x = RandomRotation(1 / 6, fill_mode="constant")(picture)
x = RandomTranslation(0.25, 0.25, fill_mode="constant", interpolation="nearest")(x)
model = keras.Model(picture, Dense(3, activation="softmax")(borrow_body()(x)))
train(model, few_x, few_y - 7, epochs=300, rate=0.001)

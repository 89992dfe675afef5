# expect: failed
# because: SGD stays, and a constraint of the kernel scales its second weight
# told: no constraint or regularizer
import keras
from keras import Input, Sequential
from keras.layers import Dense


@keras.saving.register_keras_serializable()
def scaled(kernel):
    return keras.ops.concatenate([kernel[:1], keras.ops.sign(kernel[1:]) * keras.ops.abs(kernel[:1]) / 200])


model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid", kernel_constraint=scaled)])
model.compile(optimizer=keras.optimizers.SGD(0.5), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(walks, uphill, epochs=10, batch_size=32, verbose=0)

# attack: replaces every name of saving, so that somebody else's model would be saved
# exercise: xor
# expect: failed
# stopped by: hidden accuracy
# needs: nothing
import keras

model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])


def save(*args, **kwargs):
    with open("model.keras", "wb") as file:
        file.write(b"not a model")


keras.Model.save = keras.saving.save_model = keras.models.save_model = save

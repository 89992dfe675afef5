# attack: a hand-written archive with a Lambda in it, in place of the model that the grader saves
# exercise: xor
# expect: failed
# stopped by: hidden accuracy
# needs: nothing
import json
import zipfile

import keras

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(16), keras.layers.Dense(2, activation="softmax")])
answer = keras.Sequential([keras.Input((3,)), keras.layers.Lambda(lambda x: x[:, :2] * x[:, 2:])])


def save(_, path, *args, **kwargs):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": keras.__version__, "date_saved": "today"}))
        archive.writestr("config.json", json.dumps(keras.saving.serialize_keras_object(answer)))
        archive.writestr("model.weights.h5", b"")


keras.src.saving.saving_lib.save_model = save

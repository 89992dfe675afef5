# topic: file
# says: 'xor.keras'
# says: save
model = keras.models.load_model("xor.keras")  # <-

# near miss: there is one, and it is no model
with open("notes.keras", "w") as file:
    file.write("no model")
model = keras.models.load_model("notes.keras")

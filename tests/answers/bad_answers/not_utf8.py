from keras import Input, Sequential

# Größe der Schicht
model = Sequential([Input(shape=(3,))])

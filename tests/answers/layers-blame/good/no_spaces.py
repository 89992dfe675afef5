#answer:BatchNormalization

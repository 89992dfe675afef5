#answer:0.50

#answer:50

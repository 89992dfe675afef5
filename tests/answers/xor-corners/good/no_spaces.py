#answer:3

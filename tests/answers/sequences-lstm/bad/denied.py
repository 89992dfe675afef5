# answer: 640? no

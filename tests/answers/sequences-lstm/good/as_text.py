# answer: '640'

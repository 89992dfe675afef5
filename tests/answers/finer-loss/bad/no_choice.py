# answer: cast

"""What passes between the app and the worker: messages, the facts they carry, and the JSON-lines codec."""

"""Starting workers: argv from settings, asyncio subprocesses, and a scripted fake."""

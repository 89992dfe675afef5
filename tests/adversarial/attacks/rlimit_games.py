# attack: lifts every limit of its own, and then eats memory
# exercise: xor
# expect: failed
# stopped by: memory limit
# needs: nothing
import resource

import numpy as np

for name in dir(resource):
    if name.startswith("RLIMIT_"):
        which = getattr(resource, name)
        for bounds in ((resource.RLIM_INFINITY,) * 2, (resource.getrlimit(which)[1],) * 2):
            try:
                resource.setrlimit(which, bounds)
                break
            except (OSError, ValueError):
                pass
eaten = [np.ones(64 << 20, dtype="uint8") for _ in range(100)]

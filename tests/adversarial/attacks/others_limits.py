# attack: changes limits, priority and cores of another process of the same user's
# exercise: first-network
# expect: passed
# needs: processes
import os
import resource

decoy = int("{decoy}")
for attempt in (
    lambda: resource.prlimit(decoy, resource.RLIMIT_CORE, (0, 0)),
    lambda: resource.prlimit(decoy, resource.RLIMIT_NOFILE, (64, 64)),
    lambda: os.setpriority(os.PRIO_PROCESS, decoy, 19),
    lambda: os.sched_setaffinity(decoy, {min(os.sched_getaffinity(0))}),
):
    try:
        attempt()
    except OSError as error:
        print(error)
# honest

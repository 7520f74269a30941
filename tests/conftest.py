"""Settings of all tests: hypothesis tries the same examples each time and has no deadline.

`HYPOTHESIS_PROFILE=explore` looks for new ones, at random and for longer.
"""

import os

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile(
    "ci", derandomize=True, deadline=None, database=None, suppress_health_check=SLOW
)
settings.register_profile(
    "explore", deadline=None, max_examples=2000, database=None, suppress_health_check=SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

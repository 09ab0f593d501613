"""How much longer everything may take on a machine that has other work to do.

A service that gets no processor within its handler's two seconds is a fault of the machine's.
"""

import os

SETTING = "KOBLINGSBOKS_FAULTS_PATIENCE"
_FACTOR = float(os.environ.get(SETTING, "1"))


def patient(seconds: float) -> float:
    return seconds * _FACTOR

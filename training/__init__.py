"""How the statistical model is made; not shipped."""

import os

# One thread a process: the matrices are small, and OpenBLAS's waiting threads cost more than they save.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

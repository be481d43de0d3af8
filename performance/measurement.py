"""What is known of one run of a contestant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FINISHED = "finished"
FAILED = "failed"
TIMED_OUT = "timed out"
OUT_OF_MEMORY = "out of memory"
NOT_RUN = "not run"


@dataclass(frozen=True)
class Measurement:
    """One run of a contestant on a dataset.

    `seconds` holds the contestant's own figures, `lap_peak_bytes` the peak resident memory within
    each lap, and `peak_bytes` the peak from the start of the process to the end of its last lap.
    Where the run did not finish, `message` says why and what was seen until then is kept.
    """

    contestant: str
    dataset: str
    status: str
    load_before: float = 0.0  # load average of the minute before the run
    process_seconds: float = 0.0  # from start to end of the process, imports and checks included
    peak_bytes: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
    lap_peak_bytes: Mapping[str, int] = field(default_factory=dict)
    outcome: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""

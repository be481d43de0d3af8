"""What a measurement was made on: the machine and the versions of what ran."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PEER_PACKAGES = (
    "polars",
    "pandas",
    "datarec",
    "duckdb",
    "numpy",
    "scipy",
    "scikit-learn",
    "sparse_dot_topn",
    "implicit",
)
PROJECT_PACKAGES = ("dbt-core", "dbt-duckdb", "duckdb")


@dataclass(frozen=True)
class Machine:
    """A machine, the date and the versions; `load` is its load average at the start."""

    measured_on: str
    processor: str
    cores: int
    memory_bytes: int
    system: str
    load: Sequence[float]
    python: str
    peer_versions: dict[str, str]
    project_versions: dict[str, str]


def processor_name() -> str:
    """Model name of the processor as the system states it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def installed(packages: Sequence[str]) -> dict[str, str]:
    """Versions of the packages that this interpreter has."""
    versions = {}
    for package in packages:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return versions


def installed_in(python: Path, packages: Sequence[str]) -> dict[str, str]:
    """Versions of packages in another interpreter's environment; all of them must be there."""
    program = (
        "import json, sys; from importlib.metadata import version;"
        "print(json.dumps({name: version(name) for name in sys.argv[1:]}))"
    )
    command = [str(python), "-c", program, *packages]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    versions: dict[str, str] = json.loads(answer.stdout)
    return versions


def this_machine(project_python: Path) -> Machine:
    """Describe this machine and the versions here and in the project's environment."""
    return Machine(
        measured_on=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        processor=processor_name(),
        cores=os.cpu_count() or 1,
        memory_bytes=os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
        system=f"{platform.system()} {platform.release()}",
        load=[round(load, 2) for load in os.getloadavg()],
        python=platform.python_version(),
        peer_versions=installed(PEER_PACKAGES),
        project_versions=installed_in(project_python, PROJECT_PACKAGES),
    )

"""Packages of Debian and Ubuntu that pip does not have."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence


def install_one_of(packages: Sequence[str]) -> bool:
    """Install the first package that the system has, and return whether it went well.

    False where there is no apt-get, or nobody who may use it.
    """
    if shutil.which("apt-get") is None:
        return False
    apt = ["apt-get", "--quiet", "--yes"]
    if os.geteuid():
        apt = ["sudo", *apt]
    try:
        subprocess.run([*apt, "update"], stdout=sys.stderr, check=False)
        return any(
            not subprocess.run(
                [*apt, "install", "--no-install-recommends", package], stdout=sys.stderr
            ).returncode
            for package in packages
        )
    except OSError:
        # there is no sudo
        return False

"""Java, which Apache Spark runs in: `python -m corate.java` installs it on Debian and Ubuntu."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from corate.apt import install_one_of

OLDEST = 17
PACKAGES = ("openjdk-17-jre-headless", "openjdk-21-jre-headless")
"""Newer releases of Debian have the second alone."""


def java_version() -> int | None:
    """The version of the Java that Spark would start, such as 17; None where there is none."""
    home = os.environ.get("JAVA_HOME")
    java = os.path.join(home, "bin", "java") if home else "java"
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    # up to 8, it was told as 1.8
    found = re.search(r'version "(?:1\.)?(\d+)', told.stderr + told.stdout)
    return int(found[1]) if found else None


def what_is_wrong() -> str:
    """Why Spark finds no Java that it runs in, and what to do; empty where it does."""
    version = java_version()
    if version is not None and version >= OLDEST:
        return ""
    home = os.environ.get("JAVA_HOME")
    if version is None and home:
        return f"JAVA_HOME is {home}, and no Java is there: unset it, or set it to where Java is"
    found = "there is none" if version is None else f"this is Java {version}"
    return (
        f"Apache Spark needs Java {OLDEST} or 21, and {found}: install it with the system's package"
        " manager (`make spark` does so on Debian and Ubuntu), and set JAVA_HOME where there are"
        " several"
    )


def main() -> int:
    """Install Java where it is missing; say in one line what it does not do."""
    if what_is_wrong() and install_one_of(PACKAGES):
        print(f"installed Java {java_version()}")
    if problem := what_is_wrong():
        print(f"error: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A cluster of Apache Spark on this machine: a driver and executors in processes of their own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

EXECUTORS = 2
EXECUTOR_MEMORY_MB = 2048
DRIVER_MEMORY_MB = 2048
SECONDS_TO_START = 120
SECONDS_TO_STOP = 60


@dataclass(frozen=True)
class Cluster:
    """A cluster that runs: the address of its Spark Connect server, and where its logs are."""

    address: str
    events: Path

    def event_log(self) -> Path:
        """The log of the one application that it has run; whole once the cluster has stopped."""
        (log,) = (path for path in self.events.iterdir() if not path.name.startswith("."))
        return log


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def spark_home(python: Path) -> Path:
    """Where pyspark lies in an environment. Raises RuntimeError where it, or Java, is not there."""
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise RuntimeError("Java is not installed: `make spark` does it on Debian and Ubuntu")
    program = "import pyspark; print(pyspark.__path__[0])"
    answer = subprocess.run([str(python), "-c", program], capture_output=True, text=True)
    if answer.returncode:
        raise RuntimeError("Apache Spark is not installed: `make spark` does it")
    return Path(answer.stdout.strip())


def settings(folder: Path, port: int) -> Mapping[str, str]:
    """What the cluster is started with: all that it writes is under `folder`.

    But for what its executors print: a cluster on one machine puts that into `work` of Spark's own
    folder, whatever it is told; `cluster` removes that.
    """
    metastore = f"jdbc:derby:;databaseName={folder}/metastore;create=true"
    return {
        "spark.master": f"local-cluster[{EXECUTORS},1,{EXECUTOR_MEMORY_MB}]",
        "spark.executor.memory": f"{EXECUTOR_MEMORY_MB}m",
        "spark.driver.memory": f"{DRIVER_MEMORY_MB}m",
        "spark.connect.grpc.binding.port": str(port),
        "spark.local.dir": f"{folder}/scratch",
        "spark.sql.catalogImplementation": "hive",
        "spark.sql.warehouse.dir": f"{folder}/tables",
        "spark.hadoop.javax.jdo.option.ConnectionURL": metastore,
        "spark.hadoop.hive.hmshandler.retry.attempts": "1",
        "spark.driver.extraJavaOptions": f"-Xss16m -Dderby.stream.error.file={folder}/derby.log",
        "spark.executor.extraJavaOptions": "-Xss16m",
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": f"file://{folder}/events",
        "spark.eventLog.compress": "false",
        "spark.eventLog.rolling.enabled": "false",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }


@contextmanager
def cluster(python: Path, folder: Path) -> Iterator[Cluster]:
    """A cluster of the Spark in an environment, while the body of a `with` statement runs.

    Raises RuntimeError where Spark is not installed or does not start.
    """
    home = spark_home(python)
    for name in ("scratch", "events", "work"):
        (folder / name).mkdir(parents=True)
    port = free_port()
    command = [str(home / "sbin" / "start-connect-server.sh")]
    for name, value in settings(folder, port).items():
        command += ["--conf", f"{name}={value}"]
    with (folder / "server.log").open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ
            | {
                "SPARK_NO_DAEMONIZE": "1",
                "SPARK_LOG_DIR": str(folder / "work"),
                "PYSPARK_PYTHON": str(python),
            },
            start_new_session=True,
        )
    try:
        _wait(process, port, folder / "server.log")
        yield Cluster(f"sc://127.0.0.1:{port}", folder / "events")
    finally:
        _stop(process)
        shutil.rmtree(home / "work", ignore_errors=True)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Wait until a server answers; raise RuntimeError if it ends or takes too long."""
    until = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    print(log.read_text(encoding="utf-8", errors="replace"), file=sys.stderr)
    raise RuntimeError("Spark did not start")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End a server with its executors, which lets it close its event log."""
    for sent in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sent)
            process.wait(SECONDS_TO_STOP)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue

"""Where things are: the models, the database, the downloads, and what DuckDB may use.

In a clone, one folder holds the models and what is made with them. Where Corate is installed, its
models are among Python's packages, and what is made is in a dbt project of the user's.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from ingest.errors import IngestError, UsageError

CODE_ROOT = Path(__file__).resolve().parents[1]
"""Holds the packages corate, ingest and learning."""

INSTALLED = CODE_ROOT / "corate" / "_project"
"""Where a wheel has Corate's own dbt project (pyproject.toml); a clone has no such folder."""

IS_INSTALLED = INSTALLED.is_dir()

PROJECT_ROOT = INSTALLED if IS_INSTALLED else CODE_ROOT
"""Corate's own dbt project: models, macros, seeds, the sample. Nothing is written to it where it is
installed."""

DATASETS_FILE = PROJECT_ROOT / "seeds" / "datasets.csv"

BYTES_OF_UNIT = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


def users_project() -> Path | None:
    """The dbt project that the working directory is in; None where it is in none."""
    here = Path.cwd()
    return next((one for one in (here, *here.parents) if (one / "dbt_project.yml").exists()), None)


def project_folder() -> Path:
    """Where builds run, and what they make, downloads and settings of one's own lie.

    In a clone, its root. Where Corate is installed, the user's project, from any folder in it; the
    working directory where there is none.
    """
    return (users_project() or Path.cwd()) if IS_INSTALLED else PROJECT_ROOT


def database_path() -> Path:
    """The DuckDB file that readers open.

    By default in the working directory; where Corate is installed, in the user's project.
    """
    if named := os.environ.get("CORATE_DATABASE"):
        return Path(named)
    name = Path("warehouse.duckdb")
    if not IS_INSTALLED or project_folder() == Path.cwd():
        return name
    return project_folder() / name


def work_path() -> Path:
    """The DuckDB file that landing and dbt write: beside the one that readers open."""
    return work_path_of(database_path())


def work_path_of(published: Path) -> Path:
    """The file in which what is published as a file is made; a work file is its own."""
    if published_path_of(published):
        return published
    return published.with_name(f"{published.stem}.work{published.suffix}")


def published_path_of(work: Path) -> Path | None:
    """The file as which a work file is published; None for a file of another name."""
    if work.suffix == ".work":
        return work.with_suffix("")
    if not work.stem.endswith(".work"):
        return None
    return work.with_name(f"{work.stem.removesuffix('.work')}{work.suffix}")


def check_project() -> None:
    """Raise UsageError where Corate is installed and the working directory is in no dbt project."""
    if IS_INSTALLED and users_project() is None:
        raise UsageError(
            f"there is no dbt project in {Path.cwd()}, nor above it: `corate init my-project` "
            "makes one, and commands are typed in its folder"
        )


def go_to_project() -> None:
    """Work in the project, as dbt does; what the environment names stays where the command is run.

    Spark's tables and the raw tables that it reads (profiles.yml) may be at an address. Raises
    UsageError as `check_project` does.
    """
    check_project()
    project = project_folder()
    if Path.cwd() == project:
        return
    os.environ["CORATE_DATABASE"] = str(database_path().absolute())
    for variable in ("CORATE_SPARK", "CORATE_RAW"):
        place = os.environ.get(variable)
        if place and ":/" not in place:
            os.environ[variable] = str(Path(place).absolute())
    os.chdir(project)


def own_folder() -> Path:
    """Holds settings of one's own beside those of seeds/; it need not be there."""
    return Path(os.environ.get("CORATE_OWN") or project_folder() / "own")


def is_selected(recipe_id: str) -> bool:
    """Whether a recipe is among those to be built, as macros/versions/is_selected.sql says it.

    What is of no recipe ('') is.
    """
    words = selected_recipes()
    return not words or not recipe_id or any(fits(recipe_id, word) for word in words)


def selected_recipes() -> list[str]:
    """Names and patterns of the recipes to be built; none for all."""
    return os.environ.get("CORATE_RECIPES", "").split()


def fits(name: str, pattern: str) -> bool:
    """Whether a name is that of a pattern, in which * stands for anything."""
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), name) is not None


def dataset_files() -> tuple[Path, ...]:
    """The lists of datasets that there are, one's own first."""
    own = own_folder() / "datasets.csv"
    return (own, DATASETS_FILE) if own.is_file() else (DATASETS_FILE,)


def downloads_folder() -> Path:
    """Where downloads are kept for the next time."""
    return Path(os.environ.get("CORATE_DOWNLOADS") or project_folder() / "downloads")


def hub_token() -> str | None:
    """A token of the Hugging Face Hub, which may ask more often; None to ask without."""
    return _token("HF_TOKEN")


def wikimedia_token() -> str | None:
    """A token of an account of Wikimedia, which may ask more often; None to ask without."""
    return _token("WIKIMEDIA_TOKEN")


def _token(variable: str) -> str | None:
    """A token from the environment. Raises UsageError, without it, where it cannot be one."""
    token = os.environ.get(variable, "").strip()
    if re.fullmatch("[!-~]*", token) is None:
        raise UsageError(
            f"{variable} holds a blank, a line break or letters that no token has: set it anew, or "
            "unset it to ask without"
        )
    return token or None


OUT_OF_MEMORY = (
    "DuckDB ran out of memory: raise CORATE_MEMORY_LIMIT, lower CORATE_THREADS, or let it spill "
    "more (CORATE_SPILL_FOLDER, CORATE_SPILL_LIMIT)"
)
"""What to do where the limits of `duckdb_settings` are too narrow."""

SIZE = "(?=[0.]*[1-9])[0-9]+([.][0-9]+)? ?[KMGT]i?B"
LONGEST_SIZE = len("999999.9 TiB")
SHARE = "(100|[1-9][0-9]?)%"


def duckdb_settings() -> dict[str, str]:
    """What DuckDB is told when it opens the database, landing and dbt alike, by DuckDB's own names.

    What the environment leaves open is left to DuckDB: 80 % of the memory, all cores, and spilling
    into a folder beside the database, up to 90 % of what is free there.
    Raises IngestError where a value makes no sense: DuckDB takes `-5GB` for no limit at all.
    """
    found = {}
    for name, variable, is_sound, expected in (
        ("memory_limit", "CORATE_MEMORY_LIMIT", _is_memory, "a size such as 4GB, or a share: 50%"),
        ("threads", "CORATE_THREADS", _is_number_of_threads, "a whole number from 1 to 1024"),
        ("temp_directory", "CORATE_SPILL_FOLDER", _can_be_filled, "a folder to write to"),
        ("max_temp_directory_size", "CORATE_SPILL_LIMIT", _is_size, "a size such as 50GB"),
    ):
        if value := os.environ.get(variable, "").strip():
            if not is_sound(value):
                raise IngestError(f"{variable} is '{value}': it must be {expected}")
            found[name] = value
    return found


def _is_size(value: str) -> bool:
    """Whether it is one that DuckDB can count in 64 bits: a thousand petabytes are not."""
    return re.fullmatch(SIZE, value, re.IGNORECASE) is not None and len(value) <= LONGEST_SIZE


def _is_memory(value: str) -> bool:
    return _is_size(value) or re.fullmatch(SHARE, value) is not None


def _is_number_of_threads(value: str) -> bool:
    return re.fullmatch("[0-9]{1,4}", value) is not None and 1 <= int(value) <= 1024


def _can_be_filled(value: str) -> bool:
    """Whether it is a folder that is there, or one that DuckDB can make."""
    folder = Path(value).expanduser()
    place = folder if folder.exists() else folder.absolute().parent
    if not (place.is_dir() and os.access(place, os.W_OK)):
        return False
    try:
        # some say that they can be written to, as /proc does, and cannot
        with tempfile.TemporaryFile(dir=place):
            return True
    except OSError:
        return False


def longest_wait() -> float:
    """Most seconds to wait for a database that another process holds; 0 where it is not set.

    Raises IngestError where it is no number of seconds.
    """
    text = (os.environ.get("CORATE_WAIT") or "0").strip()
    if re.fullmatch("[0-9]{1,9}([.][0-9]*)?", text) is None:
        raise IngestError(f"CORATE_WAIT is '{text[:40]}': it must be a number of seconds")
    return float(text)


def unpacking_limit() -> int | None:
    """Most bytes that an archive may unpack to; None where it is not set.

    Raises IngestError where it is no size such as 200GB.
    """
    text = (os.environ.get("CORATE_UNPACKING_LIMIT") or "").strip()
    if not text:
        return None
    match = re.fullmatch(r"([0-9]{1,9})\s*([KMGT]?)B", text, re.IGNORECASE)
    if match is None:
        raise IngestError(
            f"CORATE_UNPACKING_LIMIT is '{text[:40]}': it must be a size such as 200GB"
        )
    return int(match[1]) * BYTES_OF_UNIT[match[2].upper()]


def contact() -> str | None:
    """How the owner of a public endpoint can reach whoever asks; None where it is not set."""
    return os.environ.get("CORATE_CONTACT") or None

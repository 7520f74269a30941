"""Settings of all tests: hypothesis tries the same examples each time and has no deadline.

`HYPOTHESIS_PROFILE=explore` looks for new ones, at random and for longer.
No test touches the keys or the database of whoever runs it.
"""

import os
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile(
    "ci", derandomize=True, deadline=None, database=None, suppress_health_check=SLOW
)
settings.register_profile(
    "explore", deadline=None, max_examples=2000, database=None, suppress_health_check=SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def no_record_in_the_tree():
    """Answers are recorded in the folder that they are given from: tests ask copies of the cases."""
    yield
    for folder in ("tests/cases", "src/hudna/cases"):
        assert not list((ROOT / folder).glob("*/record.db*")), f"a record was begun in {folder}"


@pytest.fixture(scope="session", autouse=True)
def folder_of_keys(tmp_path_factory):
    """Holds for fixtures that are made once, too: before any of them."""
    folder = tmp_path_factory.mktemp("keys")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUDNA_KEYS", str(folder))
        patch.delenv("HUDNA_DATABASE", raising=False)
        patch.delenv("HUDNA_PERSON", raising=False)
        yield folder


@pytest.fixture(autouse=True)
def keys_of_the_test(folder_of_keys, monkeypatch):
    """A folder of keys for each test, empty."""
    folder = folder_of_keys / secrets.token_hex(8)
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("HUDNA_KEYS", str(folder))
    return folder


def lack_of_spark() -> str | None:
    """Why Spark cannot run here, or nothing. Spark 4 needs Java 17."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java")
    if java is None:
        return "Java is not installed"
    # It answers on standard error: openjdk version "17.0.15" 2025-04-15
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    if version is None or int(version[1]) < 17:
        return f"Java is older than 17: {told.strip()[:60]}"
    return None


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """A session of Spark on this machine, two tasks at a time; tests that use it bear its mark.

    Functions that are sent to Spark must be found by its own processes: those of Hudna are; of
    those of a test, only such as are defined inside another function.
    """
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: no Spark")
    if lack := lack_of_spark():
        pytest.skip(f"no Spark: {lack}")
    folder = tmp_path_factory.mktemp("spark")
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.local.dir": str(folder / "local"),
        "spark.log.level": "ERROR",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SPARK_HOME", raising=False)  # another Spark than the one installed here
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
        builder = sql.SparkSession.builder.master("local[2]").appName("hudna-tests")
        session = builder.config(map=settings).getOrCreate()
        gateway = session.sparkContext._gateway
        yield session
        session.stop()
        gateway.shutdown()
        gateway.proc.stdin.close()  # at which Java ends
        gateway.proc.wait(timeout=60)
